import * as fc from 'fast-check';

/** Pieces of Lightspeed's documents, of broken ones, and of known traps for XML readers. */
export const PIECES = [
  '<',
  '>',
  '/>',
  '</',
  '="',
  '"',
  "'",
  '&',
  ';',
  '&amp;',
  '&lt;',
  '&#13;',
  '&#x41;',
  '&#0;',
  '&#xFFFE;',
  '&#55296;',
  '&nbsp;',
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '--',
  '<?',
  '?>',
  '<?xml version="1.0"?>',
  '<!DOCTYPE a>',
  '<?xml-a b?>',
  '<!DOCTYPE a [<!ENTITY a "&a;&a;">]>',
  '\r',
  '\n',
  '\r\n',
  '\t',
  ' ',
  '\0',
  '\u0001',
  '\u0085',
  '\u2028',
  '\uFFFE',
  '\uFEFF',
  '😀',
  'é',
  '\u0301',
  'a',
  '1',
  'true',
  'false',
  'fail',
  '<a>',
  '</a>',
  '<a/>',
  '<A>',
  ' xsi:nil="true"',
  ' nil="1"',
  ' xml:space="x"',
  ' xmlns="u"',
  ' xmlns:p="u"',
  '<p:Order>',
  '</p:Order>',
  '<Order>',
  '</Order>',
  '<Order Id="1"/>',
  '<OrderId>',
  '</OrderId>',
  '<Id>1</Id>',
  '<Success>',
  '</Success>',
  '<Error>',
  '</Error>',
  '<Error>x</Error>',
  '<Errors>',
  '</Errors>',
  '<Code>',
  '</Code>',
  '<Message>m</Message>',
  '<Status>error</Status>',
  '<Shipment>',
  '</Shipment>',
  '<TrackingNumber>1Z</TrackingNumber>',
  '<Package TrackingNumber="2"/>',
  '<Package>',
  '</Package>',
  '<ShipDate>2026-02-30</ShipDate>',
  '<Item Sku="a" Quantity="1e9"/>',
  '<Items>',
  '</Items>',
  '<Reason>',
  '</Reason>',
  ' Id="1"',
  ' a="',
  ' __proto__="1"',
  '<__proto__/>',
  '<constructor/>',
  '<toString/>',
  ' Error="e"',
] as const; // prettier-ignore

/** Mostly malformed: any pieces in any order. */
const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));

const names = fc.oneof(
  fc.constantFrom(
    'a',
    'Order',
    'ORDERID',
    'x:Id',
    'Success',
    'Status',
    'Error',
    'Errors',
    'Code',
    'Message',
    '__proto__',
  ),
  fc.constantFrom(
    'Shipment',
    'Package',
    'TrackingNumber',
    'ShipDate',
    'Item',
    'Sku',
    'Quantity',
    'Reason',
    'constructor',
  ),
);
const characters = fc
  .string({ unit: 'binary', maxLength: 12 })
  .map((text) =>
    text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '').toWellFormed(),
  );
const escaped = characters.map((text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
);
const attribute = fc
  .tuple(names, escaped)
  .map(([name, text]) => ` ${name}="${text.replaceAll('"', '&quot;')}"`);

/** Always well-formed: Lightspeed's own names in unexpected places. */
const documents = fc.letrec<{ element: string; node: string }>((tie) => ({
  element: fc
    .tuple(names, fc.option(attribute, { nil: '' }), fc.array(tie('node'), { maxLength: 5 }))
    .map(([name, one, children]) => `<${name}${one}>${children.join('')}</${name}>`),
  node: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    escaped,
    tie('element'),
    fc.constantFrom('<!-- c -->', '<?p i?>', '<![CDATA[<a>]]>', '1', 'true', 'error'),
  ),
})).element; // prettier-ignore

const asBytes = fc.tuple(
  fc.oneof({ arbitrary: soup, weight: 2 }, { arbitrary: documents, weight: 2 }),
  fc.constantFrom('utf8', 'utf8', 'utf8', 'utf16le', 'latin1'),
  fc.constantFrom(
    '',
    '',
    '\uFEFF',
    ' ',
    '\0',
    '<?xml version="1.0" encoding="utf-16"?>',
    '<?xml version="1.0"?>',
  ),
);

/** Any bytes, and bytes that look more and more like a document. */
export const anyBytes: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  asBytes.map(([text, encoding, start]) => Buffer.from(start + text, encoding as BufferEncoding)),
  // Almost right: one byte of it is another one.
  fc.tuple(documents, fc.nat(), fc.nat(255)).map(([text, at, byte]) => {
    const bytes = Buffer.from(text);
    bytes[at % bytes.length] = byte;
    return bytes;
  }),
);

/** Ids with every odd character, and those with a meaning elsewhere. */
export const anyId: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 70 }),
  fc.constantFrom(
    '.',
    '..',
    '../../status',
    '__proto__',
    'constructor',
    '%00',
    '%',
    '%zz',
    '%2F',
    '%E0%80%80',
    '+',
    'a b',
  ),
  fc.constantFrom(
    "' OR 1=1 --",
    '${7*7}',
    '{{7*7}}',
    '<script>',
    ']]>',
    '&amp;',
    '\r\nX: y',
    'a'.repeat(64),
    'a'.repeat(65),
  ),
  fc.constantFrom(
    '100234',
    'NaN',
    'null',
    '-0',
    '1e3',
    '\u202Egnp',
    'ſ',
    'İ',
    'ﬁ',
    '\uD800',
    '\uFFFF',
    'coolbike#1',
    '#',
    ':',
  ),
);
