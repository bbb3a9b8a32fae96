import { describe, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { inTime } from '../support/in-time.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, place, lookUp, storedItem } = await openStore();

const cancel = (body: string | Buffer, headers: Record<string, string> = {}) =>
  lightspeed('POST', '/LightSpeed/Order/1/Cancel', body, { headers });

/** The reason that was read from a body, as it is kept. */
async function reasonIn(body: string | Buffer, headers?: Record<string, string>): Promise<unknown> {
  await place('1', anOrderBody());
  const answer = await cancel(body, headers);
  expect(answer).toMatchObject({ status: 200 });
  const { notes } = await lookUp('1');
  return Array.isArray(notes) ? notes.map(({ text }) => text) : notes;
}

const utf16le = (text: string) => Buffer.from(text, 'utf16le');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const latin1 = (text: string) => Buffer.from(text, 'latin1');

const document = '<Cancel><Reason>Größe “L” – 50 €</Reason></Cancel>';
const windows1252 = Buffer.concat([
  latin1('<Cancel><Reason>Größe '),
  Buffer.from([0x93]),
  latin1('L'),
  Buffer.from([0x94, 0x20, 0x96, 0x20]),
  latin1('50 '),
  Buffer.from([0x80]),
  latin1('</Reason></Cancel>'),
]);

describe('a body is read, whatever its encoding', () => {
  test.each<[string, string | Buffer]>([
    ['text', document],
    ['UTF-8 in base64', Buffer.from(document)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${document}`)],
    ['UTF-8 that is declared', Buffer.from(`<?xml version="1.0" encoding="utf-8"?>${document}`)],
    ['UTF-16LE with a byte order mark', utf16le(`\uFEFF${document}`)],
    ['UTF-16BE with a byte order mark', utf16be(`\uFEFF${document}`)],
    ['UTF-16LE, declared', utf16le(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${document}`)],
    ['UTF-16 without a byte order mark', utf16le(document)],
    [
      'UTF-8 under a declaration of utf-16',
      Buffer.from(`<?xml version="1.0" encoding="utf-16"?>${document}`),
    ],
    ['the same as text', `<?xml version="1.0" encoding="utf-16"?>${document}`],
    ['Windows-1252 that is not declared', windows1252],
    [
      'Windows-1252 under a declaration of UTF-8',
      Buffer.concat([latin1('<?xml version="1.0" encoding="UTF-8"?>'), windows1252]),
    ],
    [
      'Windows-1252, declared',
      Buffer.concat([latin1("<?xml version='1.0' encoding='windows-1252'?>"), windows1252]),
    ],
    ['white space around it', Buffer.from(` \r\n\t${document}\n\n `)],
    ['NULs around it', Buffer.from(`\0\0${document}\0`)],
    ['white space before a declaration', `\n  <?xml version="1.0"?>${document}`],
    ['a byte order mark after white space', `\n\uFEFF${document}`],
  ])('%s', async (_, body) => {
    expect(await reasonIn(body)).toEqual(['Größe “L” – 50 €']);
  });

  test('ISO-8859-1, declared', async () => {
    const body = latin1('<?xml version="1.0" encoding="ISO-8859-1"?><Cancel><Reason>Größe</Reason></Cancel>');
    expect(await reasonIn(body)).toEqual(['Größe']);
  });

  test.each([
    'application/json',
    'text/plain',
    'application/xml; charset=utf-16',
    'application/x-www-form-urlencoded',
    '',
  ])('under the content type "%s"', async (type) => {
    expect(await reasonIn(document, { 'content-type': type })).toEqual(['Größe “L” – 50 €']);
  });
});

describe('a body is read, whatever its spelling', () => {
  test.each([
    ['XML’s five entities', '<C><Reason>&lt;&gt;&amp;&apos;&quot;</Reason></C>', '<>&\'"'],
    ['character references', '<C><Reason>&#71;r&#xF6;&#x00DF;e &#x1F3CD;</Reason></C>', 'Größe 🏍'],
    ['CDATA', '<C><Reason><![CDATA[<b> & co]]></Reason></C>', '<b> & co'],
    ['a comment inside the text', '<C><Reason>a<!-- b -->c</Reason></C>', 'ac'],
    ['attributes in apostrophes', "<C Reason='x'/>", 'x'],
    ['any letter case', '<cANCEL><rEASON>x</rEASON></cANCEL>', 'x'],
    ['a namespace', '<Cancel xmlns="http://example.com/x"><Reason>x</Reason></Cancel>', 'x'],
    ['prefixes', '<a:C xmlns:a="urn:a" xmlns:b="urn:b"><b:Reason>x</b:Reason></a:C>', 'x'],
    ['unknown elements', '<C><User>7</User><Reason>x</Reason><When/></C>', 'x'],
    ['an empty one before', '<C Reason=""><Reason/><Reason>x</Reason></C>', 'x'],
    [
      'a nil one before',
      '<C xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><Reason i:nil="1">no</Reason><Reason>x</Reason></C>',
      'x',
    ],
    ['the depth of 64', `${'<a>'.repeat(63)}<Reason>x</Reason>${'</a>'.repeat(63)}`, 'x'],
  ])('%s', async (_, body, reason) => {
    expect(await reasonIn(body)).toEqual([reason]);
  });
});

describe('a body is MalformedXml, and nothing changes', () => {
  test.each<[string, string | Buffer]>([
    ['plain text', 'Voided'],
    ['JSON', '{"Reason":"Voided"}'],
    ['an unclosed element', '<Cancel><Reason>x</Reason>'],
    ['crossed elements', '<Cancel><Reason>x</Cancel></Reason>'],
    ['two roots', '<Cancel/><Cancel/>'],
    ['text after the root', '<Cancel/>x'],
    ['a bare ampersand', '<Cancel><Reason>a & b</Reason></Cancel>'],
    ['a bare less-than', '<Cancel><Reason>a < b</Reason></Cancel>'],
    ['an attribute without quotes', '<Cancel Reason=x/>'],
    ['an attribute twice', '<Cancel Reason="x" Reason="y"/>'],
    ['an entity of HTML', '<Cancel><Reason>a&nbsp;b</Reason></Cancel>'],
    ['an entity that nobody declared', '<Cancel><Reason>&x;</Reason></Cancel>'],
    ['a reference to a character that XML forbids', '<Cancel><Reason>&#0;</Reason></Cancel>'],
    ['a control character', '<Cancel><Reason>\u0001</Reason></Cancel>'],
    ['a NUL inside', '<Cancel><Reason>a\0b</Reason></Cancel>'],
    ['a DOCTYPE', '<!DOCTYPE Cancel><Cancel/>'],
    [
      'a DOCTYPE after a declaration',
      '<?xml version="1.0"?>\n<!DOCTYPE Cancel SYSTEM "http://example.com/x.dtd"><Cancel/>',
    ],
    [
      'an entity that a DOCTYPE declares',
      '<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><Cancel><Reason>&x;</Reason></Cancel>',
    ],
    [
      'entities that grow',
      '<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Cancel><Reason>&b;</Reason></Cancel>',
    ],
    ['the depth of 65', `${'<a>'.repeat(65)}${'</a>'.repeat(65)}`],
    ['the depth of 100,000', '<a>'.repeat(100_000)],
    ['the depth of 100,000, closed', `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`],
    ['bytes that are no text', Buffer.from([0x00, 0xff, 0x13, 0x37, 0x00, 0x80])],
    ['a picture', Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 'base64')],
  ])('%s', async (_, body) => {
    await place('1', anOrderBody());
    const before = await storedItem('1');
    const answer = await cancel(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?><Error><Code>MalformedXml<\/Code><Message>[^<]+<\/Message><RequestId>6bc28136-xmpl-4365-b021-0ce6b2e64ab0<\/RequestId><\/Error>$/,
    );
    expect(await storedItem('1')).toEqual(before);
  });
});

describe('Lightspeed’s body has 1 MiB at most', () => {
  const MiB = 1024 * 1024;
  const ofBytes = (bytes: number) => '<C><Reason>x</Reason></C>'.padEnd(bytes, ' ');

  test('exactly so much is read, as text and in base64', async () => {
    const body = ofBytes(MiB);
    expect(Buffer.byteLength(body)).toBe(MiB);
    expect(await reasonIn(body)).toEqual(['x']);
    expect((await cancel(Buffer.from(body))).status).toBe(200);
  });

  test.each<[string, string | Buffer]>([
    ['a byte more as text', ofBytes(MiB + 1)],
    ['a byte more in base64', Buffer.from(ofBytes(MiB + 1))],
    ['fewer letters, but more bytes', `<C>${'ü'.repeat(MiB / 2)}</C>`],
    ['blanks', ' '.repeat(MiB + 1)],
  ])('%s is PayloadTooLarge, and nothing changes', async (_, body) => {
    await place('1', anOrderBody());
    expect(await cancel(body)).toEqual({
      status: 413,
      headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-store' },
      body:
        '<?xml version="1.0" encoding="UTF-8"?><Error><Code>PayloadTooLarge</Code>' +
        '<Message>A body has at most 1 MiB.</Message>' +
        '<RequestId>6bc28136-xmpl-4365-b021-0ce6b2e64ab0</RequestId></Error>',
    });
    expect(await lookUp('1')).toMatchObject({ status: 'New' });
  });

  test('a large one that is hard to read is answered soon', async () => {
    const bodies = [
      `<C>${' '.repeat(MiB - 7)}</C>`,
      `<C>${'<a/>'.repeat(200_000)}</C>`,
      `<C ${Array.from({ length: 60_000 }, (_, at) => `a${at}=""`).join(' ')}/>`,
      `<C>${'&amp;'.repeat(200_000)}</C>`,
      `${' <'.repeat(500_000)}`,
      `x${'\0 '.repeat(500_000)}`,
    ];
    await place('1', anOrderBody());
    for (const body of bodies) {
      const { status } = await inTime(3000, () => cancel(body));
      expect([200, 400]).toContain(status);
    }
  });
});

describe('the webstore’s body has 256 KiB at most', () => {
  const KiB256 = 256 * 1024;
  const ofBytes = (bytes: number) => JSON.stringify(anOrderBody()).padEnd(bytes, ' ');

  test('exactly so much is read', async () => {
    expect((await webstore('PUT', '/orders/1', ofBytes(KiB256))).status).toBe(201);
  });

  test.each([
    ['a byte more', ofBytes(KiB256 + 1)],
    ['fewer letters, but more bytes', `"${'ü'.repeat(KiB256 / 2)}"`],
  ])('%s is PayloadTooLarge', async (_, body) => {
    const answer = await webstore('PUT', '/orders/1', body);
    expect({ status: answer.status, body: JSON.parse(answer.body) }).toEqual({
      status: 413,
      body: {
        type: 'about:blank',
        title: 'Payload Too Large',
        status: 413,
        code: 'PayloadTooLarge',
        detail: 'A body has at most 256 KiB.',
        requestId: '6bc28136-xmpl-4365-b021-0ce6b2e64ab0',
      },
    });
    expect(await storedItem('1')).toBeUndefined();
  });

  test('a large one in base64 is PayloadTooLarge, too', async () => {
    expect((await webstore('PUT', '/orders/1', Buffer.from(ofBytes(KiB256 + 1)))).status).toBe(413);
  });
});
