import { listeningInWords, onInWords } from '../../lib/desk/listening.ts';
import type { Listening } from '../../lib/domain/delivery.ts';
import { clockAndAgo } from '../../lib/desk/times.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import type { Store } from '../../lib/domain/store.ts';

interface Shown {
  listening: Listening;
  now: Instant;
  /** Just made, and never shown again. */
  secret?: string | undefined;
}

/** A webstore's URL, and how it takes messages. */
export function webhookBlock({ id, name, webhook }: Store, { listening, now, secret }: Shown): string {
  if (!webhook) return `\n  ${id}: ${name} is told nothing. Name its URL: webhook ${id} --url https://…\n`;
  const [newest, old] = webhook.secrets;
  const kept = `(made ${newest?.since}${old ? `; the one before it signs too: webhook ${id} --rotate --finish` : ''})`;
  const telling = { listening, now, when: (at: Instant) => clockAndAgo(at, now) };
  const lines: [string, string][] = [
    ['URL', webhook.url],
    ['Secret', secret === undefined ? kept : `${secret}   (shown once: keep it now)`],
    ['On', onInWords(webhook, telling)],
    ['Listens', listeningInWords(telling)],
  ];
  return `\n  ${id}: ${name}, what its webstore is told\n\n${told(lines)}\n`;
}

/** The result of a test message. */
export function testBlock(sent: {
  id: string;
  url: string;
  delivered: boolean;
  answer: string;
  durationMs: number;
}): string {
  const lines: [string, string][] = [
    ['Sent', `webhook.test as ${sent.id}`],
    ['To', sent.url],
    ['After', `${sent.durationMs} ms`],
    ['Came', sent.answer.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')],
    [
      'Result',
      sent.delivered ? 'delivered' : 'NOT delivered: only an answer of 200 to 299 within 15 seconds is',
    ],
  ];
  return `\n${told(lines)}\n`;
}

function told(lines: [string, string][]): string {
  return lines.map(([what, value]) => `    ${what.padEnd(11)}${value}`).join('\n');
}
