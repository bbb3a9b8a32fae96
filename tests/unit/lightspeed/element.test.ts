import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../../../lib/domain/failure.ts';
import { outermost, parseDocument, textOf, value, values } from '../../../lib/lightspeed/element.ts';

function nested(depth: number): string {
  return `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;
}

describe('a value is found', () => {
  test.each([
    ['as a child', '<Cancel><Reason>Voided</Reason></Cancel>'],
    ['in capitals', '<CANCEL><REASON>Voided</REASON></CANCEL>'],
    ['in lowercase', '<cancel><reason>Voided</reason></cancel>'],
    ['as an attribute', '<Cancel Reason="Voided"/>'],
    ['as an attribute in single quotes and small letters', "<Cancel reason='Voided'/>"],
    ['in a default namespace', '<Cancel xmlns="urn:x"><Reason>Voided</Reason></Cancel>'],
    ['with a prefix', '<ls:Cancel xmlns:ls="urn:x"><ls:Reason>Voided</ls:Reason></ls:Cancel>'],
    ['with a prefix that nobody declared', '<s:Cancel><t:Reason>Voided</t:Reason></s:Cancel>'],
    ['as an attribute with a prefix', '<Cancel xmlns:ls="urn:x" ls:Reason="Voided"/>'],
    ['with white space around it', '<Cancel><Reason>\r\n  Voided\t</Reason></Cancel>'],
    ['in CDATA', '<Cancel><Reason><![CDATA[Voided]]></Reason></Cancel>'],
    ['in text and CDATA', '<Cancel><Reason>Vo<![CDATA[id]]>ed</Reason></Cancel>'],
    ['with a comment in it', '<Cancel><Reason>Void<!-- sic -->ed</Reason></Cancel>'],
    ['as character references', '<Cancel><Reason>V&#111;&#x69;ded</Reason></Cancel>'],
    ['after an empty one', '<Cancel><Reason/><Reason>Voided</Reason></Cancel>'],
    ['after an empty attribute', '<Cancel Reason=" "><Reason>Voided</Reason></Cancel>'],
    [
      'after one that is nil',
      '<Cancel><Reason xmlns:xsi="x" xsi:nil="true">old</Reason><Reason>Voided</Reason></Cancel>',
    ],
    ['one level down', '<Cancel><Reason><Text>Voided</Text></Reason></Cancel>'],
    ['among unknown elements', '<Cancel by="me"><When>now</When><Reason kind="x">Voided</Reason></Cancel>'],
    [
      'behind a declaration, comments and instructions',
      '<?xml version="1.0" encoding="utf-16"?><!-- x --><?y z?><Cancel><Reason>Voided</Reason></Cancel><!-- end -->',
    ],
  ])('%s', (_, xml) => {
    expect(value(parseDocument(xml), 'Reason')).toBe('Voided');
  });

  test('the five entities are resolved once', () => {
    const xml = '<a Reason="&lt;&gt;&amp;&quot;&apos;"><Reason>&amp;lt; &amp;amp;</Reason></a>';

    expect(values(parseDocument(xml), 'Reason')).toEqual(['<>&"\'', '&lt; &amp;']);
  });

  test('all of them, attributes first', () => {
    const xml = '<a Reason="1"><Reason>2</Reason><b><Reason>not this one</Reason></b><REASON>3</REASON></a>';

    expect(values(parseDocument(xml), 'Reason')).toEqual(['1', '2', '3']);
  });
});

describe('a value is absent', () => {
  test.each([
    ['when it is empty', '<a><Reason></Reason></a>'],
    ['when it is white space', '<a><Reason> \n </Reason></a>'],
    ['when it is an empty attribute', '<a Reason=""/>'],
    ['when it is nil', '<a xmlns:xsi="x"><Reason xsi:nil="true"/></a>'],
    ['when it is nil with the digit', '<a xmlns:xsi="x"><Reason xsi:nil=" 1 "/></a>'],
    ['when it is nil with another prefix', '<a xmlns:i="x"><Reason i:nil="true"/></a>'],
    ['when it is a declaration of a namespace', '<a xmlns:Reason="urn:x"/>'],
    ['when it is about XML itself', '<a xml:Reason="x" xsi:Reason="y"/>'],
    ['when it stands deeper', '<a><b><Reason>x</Reason></b></a>'],
  ])('%s', (_, xml) => {
    expect(value(parseDocument(xml), 'Reason')).toBeUndefined();
  });

  test('and an element holding nothing but absent ones is, too', () => {
    const xml =
      '<a xmlns:i="x" xmlns:xsi="y"><Item/><Item xml:space="preserve"> </Item><Item><Sku/></Item><Item Sku=""/>' +
      '<Item><Sku xsi:nil="true"/></Item><Item><Sku i:nil="true"/></Item><Item i:nil="true">x</Item></a>';

    expect(outermost(parseDocument(xml), 'Item')).toEqual([]);
  });

  test.each(['false', '0', ''])('but not because of xsi:nil="%s"', (nil) => {
    expect(value(parseDocument(`<a><Reason xsi:nil="${nil}">Voided</Reason></a>`), 'Reason')).toBe('Voided');
  });
});

describe('a document is malformed', () => {
  test.each<[string, string, string]>([
    ['when it is empty', '', 'Root element is missing or invalid (line 1, column 1)'],
    ['when it is plain text', 'hello', 'Root element is missing or invalid (line 1, column 1)'],
    ['when it is JSON', '{"a":1}', 'Root element is missing or invalid (line 1, column 1)'],
    ['with another end tag', '<a></b>', 'Missing end tag for element a (line 1, column 4)'],
    ['with two roots', '<a/><b/>', 'Extra content at the end of the document (line 1, column 5)'],
    [
      'with a bare ampersand',
      '<a>Smith & Sons</a>',
      'Unterminated reference (a reference must end with `;`) (line 1, column 12)',
    ],
    ['with an entity of its own', '<a>&nbsp;</a>', "Named entity isn't defined: &nbsp; (line 1, column 4)"],
    ['with a forbidden character', '<a>\u0001</a>', 'Invalid character (line 1, column 4)'],
    [
      'with a reference to half a surrogate pair',
      '<a>&#xD83D;</a>',
      'Character reference resolves to an invalid character (line 1, column 12)',
    ],
    [
      'with a reference to NUL',
      '<a>&#0;</a>',
      'Character reference resolves to an invalid character (line 1, column 8)',
    ],
    ['with a DOCTYPE', '<!DOCTYPE a><a/>', 'A DOCTYPE is not allowed.'],
    ['with a DOCTYPE that declares', '<!DOCTYPE a [<!ELEMENT a ANY>]><a/>', 'A DOCTYPE is not allowed.'],
    ['with elements 65 deep', nested(65), 'Elements are nested deeper than 64.'],
    ['with elements a hundred thousand deep', nested(100_000), 'Elements are nested deeper than 64.'],
  ])('%s', (_, xml, reason) => {
    expect(() => parseDocument(xml)).toThrow(
      expect.objectContaining({
        code: 'MalformedXml',
        message: `The body is not a well-formed XML document: ${reason}`,
      }),
    );
  });

  test.each([
    ['a doubled attribute', '<a b="1" b="2"/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['the end of CDATA in text', '<a>]]></a>'],
    ['a document in HTML', '<html><br><p>No</html>'],
    ['a billion laughs', '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'],
    ['a file read through an entity', '<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]><l>&f;</l>'],
  ])('with %s', (_, xml) => {
    expect(() => parseDocument(xml)).toThrow(expect.objectContaining({ code: 'MalformedXml' }));
  });

  test('and its message never quotes what may be a customer', () => {
    const xml = '<Order>\n  <LastName>Reyes</LastName>\n  <Email>dana@example.com</Emial>\n</Order>';

    expect(() => parseDocument(xml)).toThrow(
      'The body is not a well-formed XML document: Missing end tag for element Email (line 3, column 26)',
    );
  });
});

test('elements 64 deep are read', () => {
  const depth = (element: { children: never[] }): number =>
    1 + Math.max(0, ...element.children.map((child) => depth(child)));

  expect(depth(parseDocument(nested(64)) as never)).toBe(64);
});

test('the text of an element is its own and that of all in it', () => {
  expect(textOf(parseDocument('<a> 1 <b>2<c>3</c></b><d/></a>')).split(/\s+/)).toEqual(['1', '2', '3']);
});

function outcomeOf(text: string): string {
  try {
    return parseDocument(text).name === '' ? 'nothing' : 'a document';
  } catch (error) {
    return error instanceof Failure ? error.code : String(error);
  }
}

test('any text at all is either a document or malformed, never a crash', () => {
  const markup = fc.constantFrom(
    '<',
    '>',
    '/',
    '&',
    ';',
    '"',
    'a',
    '<a>',
    '</a>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?',
    '<!DOCTYPE',
    '&#',
    'xsi:nil=',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(markup).map((parts) => parts.join('')),
      ),
      (text) => {
        expect(['a document', 'MalformedXml']).toContain(outcomeOf(text));
      },
    ),
    { numRuns: 500 },
  );
});
