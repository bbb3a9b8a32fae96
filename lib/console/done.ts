/** The messages after the console's actions, by the word in the URL. */
const sentences = {
  saved: 'The settings were saved. A running service knows within 15 seconds.',
  pinned: 'The machine address is pinned: only that Lightspeed server may call.',
  unpinned: 'Any Lightspeed server with the right user and password may call.',
  finished: 'The old one no longer works.',
  noted: 'The note was added.',
  requeued: 'The order waits for Lightspeed again. The next poll offers it.',
  canceled: 'The order was canceled, and is never offered again.',
  resent: 'What was not delivered is told again within a minute.',
  again: 'It is read again within a minute. Then it is no longer listed here, if it was understood.',
  aside: 'It is set aside and listed no more.',
  on: 'Messages go to the URL again. What was held is told now.',
  off: 'Messages are held until you switch the URL on again.',
  unnamed: 'The webstore gets no more messages. What was not delivered is held.',
  recording: 'Lightspeed’s calls are being recorded.',
  stopped: 'Nothing more is recorded. What was recorded is kept for seven days.',
  invited: 'The person may come in.',
  removed: 'The person can no longer come in, and every open session has ended.',
} as const;

export function doneSentence(word: string | null): string | undefined {
  return word !== null && Object.hasOwn(sentences, word)
    ? sentences[word as keyof typeof sentences]
    : undefined;
}

export type Done = keyof typeof sentences;
