import type { Heard, Total } from './journal.ts';

const COLUMNS = [
  ['Time', 8],
  ['Order', 10],
  ['No.', 3],
  ['Type', 16],
  ['What', 30],
  ['Signature', 9],
] as const;

// Messages appear one by one, so the table is made of lines and not drawn at the end.
export function heading(): string {
  const names = [...COLUMNS.map(([name, width]) => name.padEnd(width)), 'Answer'].join('  ');
  return `${names}\n${'─'.repeat(names.length)}`;
}

/** @param answered as in `204` or `reset` */
export function messageLine(heard: Heard, answered: string): string {
  const { at, orderId = '', sequence, type, detail, whyNot } = heard;
  const signature = whyNot === undefined ? 'verified' : `NOT VERIFIED: ${whyNot}`;
  const values = [at.toISOString().slice(11, 19), orderId, String(sequence ?? ''), type, detail, signature];
  const cells = values.map((value, index) => plain(value).padEnd(COLUMNS[index]?.[1] ?? 0));
  return [...cells, [answered, ...remarks(heard)].join(', ')].join('  ');
}

export function jsonLine(heard: Heard, answered: string): string {
  const { at, webhookId, type, orderId, sequence, detail, whyNot, times, late, faults, parsed } = heard;
  const verified = whyNot === undefined;
  const said = {
    at,
    webhookId,
    type,
    orderId,
    sequence,
    detail,
    verified,
    whyNot,
    times,
    late,
    faults,
    answered,
  };
  return JSON.stringify({ ...said, message: parsed });
}

function remarks({ times, late, faults }: Heard): string[] {
  return [
    ...(times > 1 ? [`again (${times} times now)`] : []),
    ...(late ? ['after a later one'] : []),
    ...faults.map((fault) => `FAULT: ${fault}`),
  ];
}

/** Whoever knows the port may send anything: no control character reaches the terminal. */
function plain(text: string): string {
  return text.replaceAll(/[^\P{C}]/gu, '?').slice(0, 200);
}

export function summary({
  deliveries,
  messages,
  orders,
  repeated,
  late,
  notTaken,
  notVerified,
  faults,
}: Total): string {
  if (deliveries === 0) return 'No message came.';
  return [
    `${plural(messages, 'message')} of ${plural(orders, 'order')} in ${plural(deliveries, 'delivery', 'deliveries')}.`,
    ...(repeated > 0 ? [`${plural(repeated, 'message')} came more than once.`] : []),
    ...(late > 0 ? [`${plural(late, 'message')} came after a later one of the same order.`] : []),
    ...(notTaken > 0 ? [`${plural(notTaken, 'message')} not yet answered with success.`] : []),
    notVerified > 0 ? `${plural(notVerified, 'message')} NOT verified.` : 'All verified.',
    ...faults.map((fault) => `FAULT: ${fault}`),
  ].join('\n');
}

function plural(count: number, word: string, words = `${word}s`): string {
  return `${count} ${count === 1 ? word : words}`;
}
