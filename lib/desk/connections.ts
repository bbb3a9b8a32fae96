import type { ConnectionStatus } from '../domain/connection-status.ts';
import type { Instant } from '../domain/instant.ts';
import { platformTitles } from '../domain/platform.ts';
import { ago, count } from './times.ts';

/* The state of a shop's connection, in words that the commands and the console share. */

/** `WooCommerce, https://shop.example` */
export function connectionName({ platform, shop }: Pick<ConnectionStatus, 'platform' | 'shop'>): string {
  return shop === null ? platformTitles[platform] : `${platformTitles[platform]}, ${shop}`;
}

/** In one or two words. */
export function connectionState({ health, notUnderstood }: ConnectionStatus): string {
  if (health === 'failing') return 'FAILING';
  if (notUnderstood > 0) return `${notUnderstood} not understood`;
  return health === 'untried' ? 'nothing has come yet' : 'working';
}

/** What somebody should know about it, a sentence each, the worst first. */
export function connectionSentences(status: ConnectionStatus, now: Instant): string[] {
  const { problems, webhookOnly, lastDeliveryAt, lastResult, lastSweptAt, held, notUnderstood } = status;
  const sentences = [
    ...problems,
    lastDeliveryAt === null
      ? 'It has sent nothing yet.'
      : `It last sent something ${ago(lastDeliveryAt, now)}: ${lastResult ?? 'not known'}.`,
    webhookOnly
      ? 'Only its webhook is connected: there is no sweep, and nothing goes back to it.'
      : `It was last asked for what changed ${lastSweptAt === null ? 'never' : ago(lastSweptAt, now)}.`,
    held > 0 ? `${count(held, 'order')} not paid yet.` : '',
    notUnderstood > 0 ? `${count(notUnderstood, 'order')} not understood.` : '',
    unknownSentence(status),
  ];
  return sentences.filter((text) => text !== '');
}

function unknownSentence({ unknownPayments }: ConnectionStatus): string {
  return unknownPayments.length === 0 ? '' : `Booked as OTHER: ${unknownPayments.join(', ')}.`;
}
