import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../../../lib/domain/failure.ts';
import { bodyText } from '../../../lib/lightspeed/body-text.ts';
import { inProcessorTime } from '../../support/in-time.ts';

const document = '<Cancel><Reason>Größe – 部品 😀</Reason></Cancel>';
const german = '<Cancel><Reason>Größe „groß“ – 5 €</Reason></Cancel>';

function utf16le(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

function utf16be(text: string): Buffer {
  return utf16le(text).swap16();
}

/** The few letters of Windows-1252 that these tests need beyond Latin-1. */
function windows1252(text: string): Buffer {
  const codes: Record<string, number> = { '€': 0x80, '„': 0x84, '“': 0x93, '–': 0x96 };
  return Buffer.from([...text].map((letter) => codes[letter] ?? letter.charCodeAt(0)));
}

describe('a body in', () => {
  test.each<[string, Buffer, string]>([
    ['UTF-8', Buffer.from(document), document],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${document}`), document],
    ['UTF-16 LE with a byte order mark', utf16le(`\uFEFF${document}`), document],
    ['UTF-16 BE with a byte order mark', utf16be(`\uFEFF${document}`), document],
    ['UTF-16 LE without a mark', utf16le(document), document],
    ['UTF-16 BE without a mark', utf16be(document), document],
    [
      'UTF-8 that is declared to be UTF-16',
      Buffer.from(`<?xml version="1.0" encoding="utf-16"?>${document}`),
      `<?xml version="1.0" encoding="utf-16"?>${document}`,
    ],
    [
      'UTF-16 that is declared to be UTF-8',
      utf16le(`\uFEFF<?xml version="1.0" encoding="utf-8"?>${document}`),
      `<?xml version="1.0" encoding="utf-8"?>${document}`,
    ],
    ['undeclared Windows-1252', windows1252(german), german],
    [
      'Windows-1252 that is declared to be UTF-8',
      windows1252(`<?xml version="1.0" encoding="UTF-8"?>${german}`),
      `<?xml version="1.0" encoding="UTF-8"?>${german}`,
    ],
    [
      'Windows-1252 that is declared to be UTF-16',
      windows1252(`<?xml version="1.0" encoding="utf-16"?>${german}`),
      `<?xml version="1.0" encoding="utf-16"?>${german}`,
    ],
    [
      'a declared encoding of another script',
      Buffer.concat([
        Buffer.from('<?xml version="1.0" encoding="windows-1251"?><a>'),
        Buffer.from([0xcf, 0xf0]),
        Buffer.from('</a>'),
      ]),
      '<?xml version="1.0" encoding="windows-1251"?><a>Пр</a>',
    ],
    [
      'an encoding that nobody knows',
      Buffer.concat([
        Buffer.from("<?xml version='1.0' encoding='klingon'?><a>"),
        Buffer.from([0xe9]),
        Buffer.from('</a>'),
      ]),
      "<?xml version='1.0' encoding='klingon'?><a>é</a>",
    ],
  ])('%s is read', (_, body, text) => {
    expect(bodyText(body)).toBe(text);
  });
});

describe('around the document', () => {
  test.each([
    ['white space', Buffer.from(` \r\n\t${document}\r\n `)],
    ['NULs', Buffer.from(`\0\0${document}\0\0\0`)],
    ['NULs and white space', Buffer.from(`\n\0 ${document}\0\n\0`)],
    ['a mark behind white space', Buffer.from(`\r\n\uFEFF${document}`)],
    ['a mark and white space', Buffer.from(`\uFEFF\n${document}\n`)],
    ['UTF-16 NULs', utf16le(`\uFEFF${document}\0\0`)],
    ['a second mark', Buffer.from(`\uFEFF\uFEFF${document}`)],
  ])('%s is dropped', (_, body) => {
    expect(bodyText(body)).toBe(document);
  });

  test.each([
    ['no bytes', Buffer.alloc(0)],
    ['white space', Buffer.from(' \r\n')],
    ['NULs', Buffer.alloc(8)],
    ['a mark', Buffer.from('\uFEFF')],
    ['a UTF-16 mark', Buffer.from([0xff, 0xfe])],
  ])('%s alone is a blank body', (_, body) => {
    expect(bodyText(body)).toBe('');
  });
});

describe('what is not text', () => {
  test.each([
    ['a NUL inside the document', Buffer.from('<a>\0</a>')],
    ['a zip file', Buffer.from('504b0304140000000800a1b2c3d4', 'hex')],
  ])('is malformed: %s', (_, body) => {
    expect(() => bodyText(body)).toThrow(
      expect.objectContaining({ code: 'MalformedXml', message: 'The body is not text.' }),
    );
  });
});

test('a body of a mebibyte that is nearly all white space is read at once', () => {
  const body = Buffer.from(`<a>${' '.repeat(1024 * 1024 - 7)}</a>`);

  expect(inProcessorTime(2000, () => bodyText(body))).toHaveLength(1024 * 1024);
});

test('any text of XML comes back from every encoding that can hold it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const xml = `<a>${text.replaceAll('\0', '')}.</a>`;

      expect(bodyText(Buffer.from(xml))).toBe(xml);
      expect(bodyText(utf16le(`\uFEFF${xml}`))).toBe(xml);
      expect(bodyText(utf16be(`\uFEFF${xml}`))).toBe(xml);
    }),
  );
});

function outcomeOf(bytes: Uint8Array): string {
  try {
    return typeof bodyText(bytes);
  } catch (error) {
    return error instanceof Failure ? error.code : String(error);
  }
}

test('any bytes at all are either text or malformed, never a crash', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(['string', 'MalformedXml']).toContain(outcomeOf(bytes));
    }),
    { numRuns: 500 },
  );
});
