import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { create } from 'xmlbuilder2';
import { withoutForbidden } from '../../../lib/domain/text.ts';
import { buildElement } from '../../../lib/lightspeed/build-element.ts';
import { tags } from '../../../lib/lightspeed/names.ts';
import { writeDocument, writeElement, type Written } from '../../../lib/lightspeed/write-xml.ts';

/** As the whole of xmlbuilder2 writes it: its own DOM, and `end()`. */
function byWholeLibrary(root: Written): string {
  const builder = create();
  const append = (parent: typeof builder, [tag, content]: Written): void => {
    if (content === undefined) return;
    const element = parent.ele(tag);
    if (typeof content === 'string') element.txt(withoutForbidden(content).replaceAll('&', '&amp;'));
    else for (const child of content) append(element, child);
  };
  append(builder, root);
  return builder.end({ headless: true }).replaceAll('\r', '&#xD;');
}

const aTag = fc.constantFrom(...Object.values(tags));
const aText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...Array.from('<>&;#x10ltgamp\'"/]!-?\r\n\t\0 é🚲')) }),
  fc.constantFrom('', ' ', '&lt;', '&amp;nbsp;', '&#13;', ']]>', '<!-- -->', '<?xml?>', '\uD83D', '\uFFFE'),
);
const { anElement } = fc.letrec<{ anElement: Written; content: Written[1] }>((tie) => ({
  content: fc.oneof({ depthSize: 'small' }, aText, fc.constant(undefined), fc.array(tie('anElement'))),
  anElement: fc.tuple(aTag, tie('content')),
}));

describe('an element is the same byte for byte, whether it is written', () => {
  const present = anElement.filter(([, content]) => content !== undefined);

  test('by us or by the whole of xmlbuilder2', () => {
    fc.assert(
      fc.property(present, (element) => {
        expect(writeElement(element)).toBe(byWholeLibrary(element));
      }),
      { numRuns: 1000 },
    );
  });

  test('by its writer alone or by the whole of it', () => {
    fc.assert(
      fc.property(present, (element) => {
        expect(buildElement(element)).toBe(byWholeLibrary(element));
      }),
      { numRuns: 1000 },
    );
  });

  test.each<[Written, string]>([
    [['Order', []], '<Order/>'],
    [['Order', [['Id', undefined]]], '<Order/>'],
    [['Sku', ''], '<Sku></Sku>'],
    [['Sku', 'a & b <c> &lt; "d" \'e\''], '<Sku>a &amp; b &lt;c&gt; &amp;lt; "d" \'e\'</Sku>'],
    [['Sku', 'two\r\nlines\u0000'], '<Sku>two&#xD;\nlines</Sku>'],
    [
      [
        'Order',
        [
          ['Id', '00123'],
          ['Items', [['Item', [['Sku', ']]>']]]]],
        ],
      ],
      '<Order><Id>00123</Id><Items><Item><Sku>]]&gt;</Sku></Item></Items></Order>',
    ],
  ])('as in %j', (element, written) => {
    expect([writeElement(element), buildElement(element), byWholeLibrary(element)]).toEqual([
      written,
      written,
      written,
    ]);
  });
});

test('an absent element is nothing', () => {
  expect([writeElement(['Sku', undefined]), buildElement(['Sku', undefined])]).toEqual(['', '']);
});

test('a document begins with its declaration', () => {
  expect(writeDocument(['Orders', []])).toBe('<?xml version="1.0" encoding="UTF-8"?><Orders/>');
});
