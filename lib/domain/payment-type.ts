/** Lightspeed's *Web Commerce Methods of Payment* (contract 3). They decide how the dealer books the revenue. */
export type PaymentType = 'VISA' | 'MASTERCARD' | 'DISCOVER' | 'AMEX' | 'PAYPAL' | 'OTHER';

/** First match wins: a wallet is booked as the wallet, whichever card is behind it. */
const spellings: ReadonlyArray<readonly [RegExp, PaymentType]> = [
  [/paypal/, 'PAYPAL'],
  [/mastercard|^mc$/, 'MASTERCARD'],
  [/amex|americanexpress/, 'AMEX'],
  [/discover/, 'DISCOVER'],
  [/visa/, 'VISA'],
];

/** Maps what the webstore calls a payment method (`Master Card`, `american_express`) to one of the six types. */
export function paymentType(method: string): PaymentType {
  const letters = method
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
  return spellings.find(([spelling]) => spelling.test(letters))?.[1] ?? 'OTHER';
}
