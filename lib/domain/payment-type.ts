/** Lightspeed's *Web Commerce Methods of Payment* (contract 3). They decide how the dealer books the revenue. */
export type PaymentType = 'VISA' | 'MASTERCARD' | 'DISCOVER' | 'AMEX' | 'PAYPAL' | 'OTHER';

/** The first match wins: a wallet is booked as the wallet, whatever card is behind it. */
const spellings: ReadonlyArray<readonly [RegExp, PaymentType]> = [
  [/paypal/, 'PAYPAL'],
  [/mastercard|^mc$/, 'MASTERCARD'],
  [/amex|americanexpress/, 'AMEX'],
  [/discover/, 'DISCOVER'],
  [/visa/, 'VISA'],
];

/** Maps what the webstore calls a payment method (`Master Card`, `american_express`) to one of the six types. */
export function paymentType(method: string): PaymentType {
  return paymentTypesIn(method)[0] ?? 'OTHER';
}

/** Every type that a text names: `Credit card (Visa, Mastercard)` could be either. */
export function paymentTypesIn(method: string): PaymentType[] {
  const letters = method
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
  return spellings.filter(([spelling]) => spelling.test(letters)).map(([, type]) => type);
}
