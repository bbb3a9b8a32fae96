import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { PIECES } from '../hostile/arbitraries.ts';
import { isLong } from '../hostile/budget.ts';
import type { HttpAnswer } from '../support/call.ts';
import { stopClock } from '../support/clock.ts';
import { OPERATOR, openConsole } from '../support/console.ts';
import { addHostileStore, ORDER_ID } from '../support/hostile-store.ts';
import { type Token, tokensOf } from '../support/html.ts';

/*
 * Whatever text stands in a store, its pages have the same elements and attributes as with a harmless one, and say that text.
 * A script, a frame or a handler would be one more; so would a place where the page ends early.
 */

stopClock('2026-11-23T19:00:00Z');
const site = await openConsole();

/** Letters that stand wherever the text of a store stands. */
const MARK = 'qqHarmlessqq';
const HTML = [
  '"><script>alert(1)</script>',
  '</textarea><script>alert(1)</script>',
  '</title></style></pre></svg><img src=x onerror=alert(1)>',
  `' onmouseover='alert(1)`,
  '" autofocus onfocus="alert(1)',
  '&lt;script&gt;alert(1)&lt;/script&gt;&#60;b&#62;',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '//evil.example/',
  '{{7*7}}${7*7}<%= 7*7 %>',
  '\u202Etxet lufituaeb\u2066\u200B\uFEFF',
];

/** Some in each text: what breaks HTML, and every piece that the XML readers are tried with. */
const texts = [...joined(HTML, 3), ...joined(PIECES, 10)];

function joined(pieces: readonly string[], size: number): string[] {
  return Array.from({ length: Math.ceil(pieces.length / size) }, (_, at) =>
    // Stories cut what is longer.
    pieces
      .slice(at * size, at * size + size)
      .join('')
      .slice(0, 120),
  );
}

const pagesOf = (id: string): string[] => {
  const base = `/console/stores/${id}`;
  const place = encodeURIComponent('2026-11-23T18:00:00.000Z#r');
  return [
    `/console/stores?find=${id}`,
    base,
    `${base}/orders`,
    `${base}/orders/${ORDER_ID}`,
    `${base}/lightspeed`,
    `${base}/webstore`,
    `${base}/wire`,
    `${base}/wire/${place}`,
    `/console/audit?store=${id}`,
  ];
};

/** The pages that say what a browser asked for, and the forms that they give back. */
const reflecting = (text: string) => {
  const asked = encodeURIComponent(text);
  const base = '/console/stores/coolbike';
  const form = (path: string, fields: Record<string, string>) => () =>
    site.post(path, fields, { who: OPERATOR });
  const page = (path: string) => () => site.get(path, OPERATOR);
  return [
    page(`/console/stores?find=${asked}`),
    page(`/console/audit?store=${asked}`),
    page(`${base}/orders?find=${asked}`),
    page(`${base}/orders?status=${asked}`),
    page(`${base}/orders/${asked}`),
    page(`${base}/wire?find=${asked}`),
    page(`${base}/lightspeed?done=${asked}`),
    page(`/console/${asked}`),
    form('/console/stores', { act: 'add', id: `!${text}`, name: text }),
    form('/console/people', { act: 'invite', email: text, role: 'dealer', stores: text }),
    form(`${base}/lightspeed`, {
      act: 'save',
      username: `${text}:`,
      timeZone: `!${text}`,
      startAt: `!${text}`,
    }),
    form(`${base}/lightspeed`, { act: 'pin', machineAddress: `!${text}` }),
    form(`${base}/webstore`, { act: 'url', url: `!${text}` }),
    form(`${base}/orders/${ORDER_ID}`, { act: 'note', text: `${text}${'x'.repeat(1001)}` }),
  ];
};

let stores = 0;

/** The tokens of all pages of a new store of a text, under the name of the first one. */
async function pagesWith(text: string): Promise<Token[][]> {
  stores += 1;
  const id = `store-${String(stores).padStart(4, '0')}`;
  await addHostileStore(id, text);
  const tokens: Token[][] = [];
  for (const path of pagesOf(id)) {
    const { status, body } = await site.get(path, OPERATOR);
    if (status !== 200) throw new Error(`${path} was answered ${status}.`);
    tokens.push(tokensOf(body.replaceAll(id, 'store-0001')));
  }
  return tokens;
}

/** Elements and attributes, without what they say. */
function skeleton(tokens: Token[]): string[] {
  return tokens.flatMap((token) =>
    'tag' in token ? [`${token.tag} ${token.attributes.map(([name]) => name).join(' ')}`] : [],
  );
}

/** What stands in texts and in attributes, but for addresses, and for the XML and the payloads, which are written anew. */
function said(tokens: Token[]): string[] {
  let isVerbatim = false;
  return tokens.flatMap((token) => {
    if ('text' in token) return isVerbatim ? [] : [token.text];
    if (/^\/?pre$/.test(token.tag)) isVerbatim = token.tag === 'pre';
    return token.attributes.filter(([name]) => name !== 'href').map(([, value]) => value);
  });
}

/** Stories write a text in one line, without what controls a terminal. */
function visible(text: string): string {
  return text.replaceAll(/[\s\p{C}]/gu, '');
}

function addresses(tokens: Token[]): string[] {
  return tokens
    .flatMap((token) =>
      'tag' in token ? token.attributes.filter(([name]) => /^(href|src|action)$/.test(name)) : [],
    )
    .map(([, value]) => value);
}

const harmless = pagesWith(MARK);

async function expectTheSame(text: string): Promise<void> {
  const [plain, hostile] = [await harmless, await pagesWith(text)];
  for (const [at, tokens] of hostile.entries()) {
    expect(skeleton(tokens)).toEqual(skeleton(plain[at] ?? []));
    const expected = said(plain[at] ?? []).map((one) => one.replaceAll(MARK, text));
    expect(said(tokens).map(visible)).toEqual(expected.map(visible));
    for (const address of addresses(tokens)) expect(address).toMatch(/^(\/console|#|\?|https:\/\/|$)/);
  }
}

describe('every page of a store', () => {
  test.each(texts.map((text) => [nameOf(text), text]))('says %s and runs nothing', async (_, text) =>
    expectTheSame(`q${text}q`),
  );

  (isLong ? test : test.skip)(
    'says any text and runs nothing',
    async () => {
      const piece = fc.oneof(
        fc.constantFrom(...PIECES, ...HTML),
        fc.string({ unit: 'binary', maxLength: 8 }),
      );
      const anyText = fc
        .array(piece, { maxLength: 4 })
        .map((pieces) => `q${pieces.join('').toWellFormed()}q`);
      await fc.assert(fc.asyncProperty(anyText, expectTheSame), { numRuns: 100 });
    },
    300_000,
  );
});

test('every text of a store stands on its pages', async () => {
  const places = (await harmless).map((tokens) => said(tokens).filter((one) => one.includes(MARK)).length);
  expect(places).toEqual([1, 6, 4, 42, 9, 12, 4, 4, 4]);
});

describe('what a browser asks for', () => {
  const ask = async (text: string) => {
    const answers: HttpAnswer[] = [];
    // No store has these letters: none is found by them.
    for (const one of reflecting(`zz9${text}`)) answers.push(await one());
    return answers;
  };
  // Twice: an invitation that fails is in the audit already.
  const plain = ask('! harmless').then(() => ask('! harmless'));

  test.each([...joined(HTML, 3), PIECES.join('').slice(0, 400)].map((text) => [nameOf(text), text]))(
    'comes back as text only: %s',
    async (_, text) => {
      const answers = await ask(text);
      const shapes = (some: HttpAnswer[]) =>
        some.map(({ status, body }) => [status, new Set(skeleton(tokensOf(body)))]);
      expect(shapes(answers)).toEqual(shapes(await plain));
    },
  );
});

function nameOf(text: string): string {
  return JSON.stringify(text).slice(0, 50);
}
