/** Simple bodies of many bytes, each a known cause of slow, deep or memory-hungry XML readers. */
export const shapes: Readonly<Record<string, (size: number) => string>> = {
  'unclosed elements': (size) => fill(size, '', '<a>', ''),
  'nested elements': (size) => '<a>'.repeat(size / 7) + '</a>'.repeat(size / 7),
  'nested names in two namespaces': (size) =>
    '<a:b xmlns:a="u">'.repeat(size / 24) + '</a:b>'.repeat(size / 24),
  'empty elements': (size) => fill(size, '<a>', '<a/>', '</a>'),
  'different attributes': (size) => fill(size, '<a ', (i) => `a${i}="" `, '/>'),
  'the same attribute': (size) => fill(size, '<a ', 'a="" ', '/>'),
  'attributes that are numbers': (size) => fill(size, '<a ', (i) => `_${i * 4096}="" `, '/>'),
  'carriage returns': (size) => fill(size, '<a>', '\r', '</a>'),
  'carriage returns and line feeds': (size) => fill(size, '<a>', '\r\n', '</a>'),
  'carriage returns in CDATA': (size) => fill(size, '<a><![CDATA[', '\r', ']]></a>'),
  'carriage returns in a comment': (size) => fill(size, '<a><!--', '\r', '--></a>'),
  'carriage returns in an attribute': (size) => fill(size, '<a a="', '\r', '"/>'),
  'carriage returns in an instruction': (size) => fill(size, '<a><?x ', '\r', '?></a>'),
  'references to a carriage return': (size) => fill(size, '<a>', '&#13;', '</a>'),
  'closing brackets': (size) => fill(size, '<a>', ']]', '</a>'),
  'ends of CDATA': (size) => fill(size, '<a>', ']]>', '</a>'),
  'bare ampersands': (size) => fill(size, '<a>', '&', '</a>'),
  'escaped ampersands': (size) => fill(size, '<a>', '&amp;', '</a>'),
  'escaped ampersands in an attribute': (size) => fill(size, '<a a="', '&amp;', '"/>'),
  'a long reference': (size) => fill(size, '<a>&#x', '0', '41;</a>'),
  'a long name of an entity': (size) => fill(size, '<a>&', 'a', ';</a>'),
  'a long name': (size) => fill(size, '<', 'a', '/>'),
  'a long name that is closed by another': (size) => fill(size, '<', 'a', '></b>'),
  comments: (size) => fill(size, '<a>', '<!---->', '</a>'),
  'comments before the root': (size) => fill(size, '', '<!--a-->', '<a/>'),
  'an unclosed comment': (size) => fill(size, '<a><!--', 'x', '</a>'),
  'dashes in a comment': (size) => fill(size, '<a><!--', '-', '</a>'),
  'CDATA sections': (size) => fill(size, '<a>', '<![CDATA[]]>', '</a>'),
  'starts of CDATA': (size) => fill(size, '<a>', '<![CDATA[', '</a>'),
  'an unclosed CDATA section': (size) => fill(size, '<a><![CDATA[', 'x', ''),
  instructions: (size) => fill(size, '<a>', '<?a?>', '</a>'),
  'white space alone': (size) => ' '.repeat(size),
  'white space in an element': (size) => fill(size, '<a>', ' ', '</a>'),
  'white space in a text': (size) => fill(size, '<a>x', ' ', 'x</a>'),
  'white space in a tag': (size) => fill(size, '<a', ' ', '/>'),
  'white space before the root': (size) => fill(size, '', ' ', '<a/>'),
  'white space after the root': (size) => fill(size, '<a/>', ' ', 'x'),
  'NULs around the root': (size) => fill(size, '\0'.repeat(size / 2), '', '<a/>') + '\0'.repeat(size / 4),
  emoji: (size) => fill(size, '<a>', '😀', '</a>'),
  'elements with emoji': (size) => fill(size, '<a>', '<b>😀</b>', '</a>'),
  'attributes with emoji': (size) => fill(size, '<a ', (i) => `a${i}="😀" `, '/>'),
  'a forbidden character at the end': (size) => fill(size, '<a>', 'x', '\u0001</a>'),
  'a billion laughs': (size) =>
    fill(size, '<!DOCTYPE a [<!ENTITY a "ha">', (i) => `<!ENTITY a${i} "&a;&a;">`, ']><a>&a9;</a>'),
  'ends of a DOCTYPE': (size) => fill(size, '<!DOCTYPE a [', ']  ', ''),
  'a DOCTYPE with white space': (size) => fill(size, '<!DOCTYPE a []', ' ', ''),

  'orders with short ids': (size) => fill(size, '<a>', (i) => `<Order Id="${i.toString(36)}"/>`, '</a>'),
  'orders inside of orders': (size) =>
    fill(size, '<a>', '<Order>'.repeat(60) + '<Id>1</Id>' + '</Order>'.repeat(60), '</a>'),
  'one order, named again': (size) => fill(size, '<a>', '<Order Id="1"><Error>x</Error></Order>', '</a>'),
  'one order with errors': (size) =>
    fill(size, '<a><Order Id="1">', (i) => `<Error>${i}</Error>`, '</Order></a>'),
  'errors outside orders': (size) => fill(size, '<a><Order Id="1"/>', (i) => `<Error>${i}</Error>`, '</a>'),
  'errors outside many orders': (size) =>
    fill(size, '<a>', (i) => `<Error>${i.toString(36)}</Error><Order Id="${i.toString(36)}"/>`, '</a>'),
  'errors inside of errors': (size) =>
    fill(size, '<a>', '<Error>'.repeat(60) + 'x' + '</Error>'.repeat(60), '</a>'),
  'empty errors inside of errors': (size) =>
    fill(size, '<a>', '<Error>'.repeat(60) + '</Error>'.repeat(60), '</a>'),
  'errors that are nil': (size) => fill(size, '<a>', '<Error nil="1" a="b"/>', '</a>'),
  'one order with statuses': (size) =>
    fill(size, '<a><Order Id="1">', '<Status>failx</Status>', '</Order></a>'),
  'a long status': (size) => fill(size, '<a><Order Id="1"><Status>', 'fail ', '</Status></Order></a>'),
  'an id that grows when it is written': (size) => fill(size, '<a><Order><Id>', '>', '</Id></Order></a>'),
  'a text at the bottom': (size) => fill(size, '<a>'.repeat(60), 'x ', '</a>'.repeat(60)),

  'tracking numbers': (size) =>
    fill(size, '<Shipment>', (i) => `<TrackingNumber>${i.toString(36)}</TrackingNumber>`, '</Shipment>'),
  'tracking numbers inside of each other': (size) =>
    fill(size, '<S>', '<TrackingNumber>'.repeat(30) + '1' + '</TrackingNumber>'.repeat(30), '</S>'),
  packages: (size) => fill(size, '<S>', (i) => `<Package TrackingNumber="${i.toString(36)}"/>`, '</S>'),
  'packages beside details': (size) =>
    fill(size, '<S>', (i) => `<Carrier/><ShipDate/><Package TrackingNumber="${i.toString(36)}"/>`, '</S>'),
  items: (size) => fill(size, `<S>${NUMBER}`, (i) => `<Item Sku="${i.toString(36)}"/>`, '</S>'),
  'quantities that are none': (size) =>
    fill(size, `<S>${NUMBER}`, (i) => `<Item Sku="${i.toString(36)}" Quantity="x"/>`, '</S>'),
  'a long quantity': (size) => fill(size, `<S>${NUMBER}<Item Sku="a" Quantity="`, '1', '"/></S>'),
  'a long fraction of a quantity': (size) =>
    fill(size, `<S>${NUMBER}<Item Sku="a" Quantity="1.`, '0', 'x"/></S>'),
  'a long fraction of a second': (size) =>
    fill(size, `<S>${NUMBER}<ShipDate>2026-01-01T00:00:00.`, '1', 'x</ShipDate></S>'),
  'white space in a date': (size) =>
    fill(size, `<S>${NUMBER}<ShipDate>2026-01-01T00:00`, ' ', 'x</ShipDate></S>'),
  'a reason at the bottom': (size) =>
    fill(size, `<a><Reason>${'<b>'.repeat(60)}`, 'x ', `${'</b>'.repeat(60)}</Reason></a>`),
};

const NUMBER = '<TrackingNumber>1</TrackingNumber>';

/** As many of a unit between an opening and a closing as fit into so many UTF-16 units. */
function fill(size: number, open: string, unit: string | ((i: number) => string), close: string): string {
  if (unit === '') return open + close;
  const parts = [open];
  let length = open.length + close.length;
  for (let i = 0; ; i += 1) {
    const part = typeof unit === 'string' ? unit : unit(i);
    length += part.length;
    if (length > size) break;
    parts.push(part);
  }
  return parts.join('') + close;
}
