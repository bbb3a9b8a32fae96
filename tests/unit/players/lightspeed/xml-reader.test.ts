import { describe, expect, test } from '@jest/globals';
import {
  child,
  childrenNamed,
  childText,
  NotXml,
  readXml,
} from '../../../../players/lightspeed/xml-reader.ts';

function read(text: string) {
  return readXml(Buffer.from(text));
}

function textOf(content: string): string {
  return read(`<?xml version="1.0"?><a>${content}</a>`).text;
}

describe('reading XML', () => {
  test('gives elements in their order, with names as they are spelled', () => {
    const orders = read(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Orders>\n <Order><Id>1</Id></Order> <x/>\n<Order/></Orders>\n',
    );
    expect(orders.name).toBe('Orders');
    expect(orders.children.map(({ name }) => name)).toEqual(['Order', 'x', 'Order']);
    expect(childrenNamed(orders, 'Order')).toHaveLength(2);
    expect(childText(child(orders, 'Order'), 'Id')).toBe('1');
    expect(child(orders, 'order')).toBeUndefined();
  });

  test.each(['00123', '1e5', '0x1F', 'true', '1.50', ' lead'])('leaves %j the text that it is', (text) => {
    expect(textOf(text)).toBe(text);
  });

  test.each([
    ['Bass &amp; Sons &lt;3 &gt; &quot;x&quot; &apos;y&apos;', `Bass & Sons <3 > "x" 'y'`],
    ['&amp;amp;', '&amp;'],
    ['&#233;&#xE9;&#x1F6F5;', 'éé🛵'],
    ['a<![CDATA[ & <b> &amp; ]]>z', 'a & <b> &amp; z'],
    ['a<!-- no -->b', 'ab'],
  ])('reads %s as %j', (content, text) => {
    expect(textOf(content)).toBe(text);
  });

  test('takes an absent element and an empty one for no text', () => {
    const order = read('<Order><A/><B></B></Order>');
    expect([childText(order, 'A'), childText(order, 'B'), childText(order, 'C')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test.each([
    ['', 'it is empty'],
    [' \n', 'it is empty'],
    ['hello', "char 'h' is not expected. (line 1)"],
    ['{"message":"Forbidden"}', "char '{' is not expected. (line 1)"],
    ['<!DOCTYPE html><html></html>', 'it is an HTML page'],
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'it has a DOCTYPE'],
    ['<a/><b/>', 'it has 2 root elements instead of one'],
    ['<a>\u0008</a>', 'it contains U+0008, which XML 1.0 forbids'],
    ['<a>&#8;</a>', 'it contains &#8;, which XML 1.0 forbids'],
    ['<a>&#xFFFE;</a>', 'it contains &#xFFFE;, which XML 1.0 forbids'],
    ['<a>&#xD800;</a>', 'it contains &#xD800;, which XML 1.0 forbids'],
    ['<a>&eacute;</a>', "it uses &eacute;, which is not one of XML's five entities"],
    ['<a>x & y</a>', "char '&' is not expected. (line 1)"],
    ['<a></b>', "Expected closing tag 'a' (opened in line 1, col 1) instead of closing tag 'b'. (line 1)"],
    ['<a>x</a>junk', 'Extra text at the end (line 1)'],
    ['<a><b>', 'It breaks off (line 1)'],
  ])('refuses %j', (document, reason) => {
    expect(() => read(document)).toThrow(NotXml);
    expect(() => read(document)).toThrow(reason);
  });

  test('refuses bytes that are not UTF-8', () => {
    expect(() => readXml(Buffer.from('<a>é</a>', 'latin1'))).toThrow(new NotXml('it is not UTF-8').message);
  });
});
