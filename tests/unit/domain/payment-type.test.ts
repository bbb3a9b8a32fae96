import { expect, test } from '@jest/globals';
import { paymentType } from '../../../lib/domain/payment-type.ts';

test.each([
  ['visa', 'VISA'],
  ['VISA', 'VISA'],
  ['Visa Debit', 'VISA'],
  ['visa_checkout', 'VISA'],
  ['Ｖｉｓａ', 'VISA'],
  ['Master Card', 'MASTERCARD'],
  ['mastercard', 'MASTERCARD'],
  ['master-card', 'MASTERCARD'],
  ['MC', 'MASTERCARD'],
  ['american_express', 'AMEX'],
  ['American Express', 'AMEX'],
  ['AmEx', 'AMEX'],
  ['Discover', 'DISCOVER'],
  ['discover_card', 'DISCOVER'],
  ['PayPal Express', 'PAYPAL'],
  ['pay pal', 'PAYPAL'],
  ['braintree_paypal', 'PAYPAL'],
  ['PayPal (Visa ending in 1111)', 'PAYPAL'],
  ['apple_pay', 'OTHER'],
  ['maestro', 'OTHER'],
  ['gift card', 'OTHER'],
  ['cash', 'OTHER'],
  ['MCB Bank', 'OTHER'],
  ['', 'OTHER'],
  ['💳', 'OTHER'],
])('the webstore\'s "%s" is Lightspeed\'s %s', (method, type) => {
  expect(paymentType(method)).toBe(type);
});
