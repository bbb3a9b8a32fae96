/** What the acts of the console say when they are done, by the word that stands in the URL. */
const sentences = {
  added: 'The store was added.',
  saved: 'The settings were saved. A running service knows within 15 seconds.',
  pinned: 'The machine address is pinned: only that Lightspeed server may call.',
  unpinned: 'Any Lightspeed server with the right user and password may call.',
  finished: 'The old one no longer works.',
  noted: 'The note was added.',
  requeued: 'The order waits for Lightspeed again. The next poll offers it.',
  canceled: 'The order was canceled.',
  resent: 'The messages of this order are told again now.',
  recording: 'Lightspeed’s calls are being recorded.',
  stopped: 'Nothing more is recorded. What was recorded is kept for seven days.',
  invited: 'The person may come in.',
  removed: 'The person may not come in any more, and every open session has ended.',
} as const;

export function doneSentence(word: string | null): string | undefined {
  return word !== null && Object.hasOwn(sentences, word)
    ? sentences[word as keyof typeof sentences]
    : undefined;
}

export type Done = keyof typeof sentences;
