/** A dealer's next step, by the answer of the order's story. If there is none, the story's own next step is shown. */
export interface NextStep {
  text: string;
  /** A page of the store where it is done. */
  page?: 'lightspeed' | 'webstore' | 'wire';
}

/** Of the answers of lib/desk/explain/answers.ts: those whose next step is a command in the terminal. */
export const nextSteps: Readonly<Record<string, NextStep>> = {
  'This store has no such order, but another one has.': {
    text: 'Compare the number letter by letter. If it is right, the webstore sent the order to another store’s address.',
    page: 'webstore',
  },
  'The webstore has not sent it, and was turned away lately.': {
    text: 'The webstore’s API token is wrong. Compare it, or make a new one, and have the order sent again.',
    page: 'webstore',
  },
  'The webstore has not sent it.': {
    text: 'Compare the number letter by letter. If it is right, look in the webstore why it was not sent, and have it sent again.',
  },
  'It is stored, but its item is damaged and cannot be read.': {
    text: 'Tell whoever runs this service: a developer has to mend the order. It holds up no other.',
  },
  'Lightspeed has an older version of it.': {
    text: 'Compare the order in Lightspeed with this one. To have the new version offered, delete it in Lightspeed, then requeue it here.',
  },
  'Lightspeed has it, and reported an error afterwards.': {
    text: 'Look for it in Lightspeed. If it is not there, requeue it here.',
  },
  'Lightspeed has it.': {
    text: 'Look for it in Lightspeed by its number, also under the other locations. If it was deleted there, requeue it here.',
  },
  'It is not offered, because it was placed before the store’s start point.': {
    text: 'If Lightspeed is to get it, move the start point back. All orders placed since then go out too.',
    page: 'lightspeed',
  },
  'The store is switched off here.': {
    text: 'When you are ready, enable the Web Order Module. The order goes out with the next poll.',
    page: 'lightspeed',
  },
  'Lightspeed calls, but with wrong credentials.': {
    text: 'In Lightspeed, System > Preferences > Location > Web Orders, compare User and Password. If the password is lost, make a new one.',
    page: 'lightspeed',
  },
  'Lightspeed does not get through to this store, which is pinned to one machine.': {
    text: 'Compare Machine Address in Lightspeed with the one that is pinned. A new server has a new one.',
    page: 'lightspeed',
  },
  'Lightspeed has never polled.': {
    text: 'Press Test Connection in Lightspeed, System > Preferences > Location > Web Orders, and switch Enabled on.',
    page: 'lightspeed',
  },
  'It was offered, but Lightspeed acknowledges nothing.': {
    text: 'Lightspeed’s acknowledgements do not arrive. Record its calls, and look at what it sends.',
    page: 'wire',
  },
};
