import { type PaymentType, paymentType, paymentTypesIn } from '../domain/payment-type.ts';
import { keyOf, lookUp, type PlatformSettings } from '../domain/platform.ts';
import { firstOf } from './text.ts';

interface Paid {
  /** The platform's own id of the method: `stripe`. */
  method: string | undefined;
  /** What customers see: `Credit Card (Stripe)`. */
  title?: string | undefined;
  /** The card's brand, where the platform tells it. */
  brand?: string | undefined;
}

export interface PaymentMethod {
  /** The text for the order, which `payment-type.ts` maps to the right type. */
  text: string;
  /** The method, if its type is unknown. */
  unknown: string | undefined;
}

/** Methods that are not cards: `OTHER` is right, and nobody has to be asked. */
const NO_CARD =
  /^(bacs|cheque|check|cod|cash|cashondelivery|cashonpickup|banktransfer|directbanktransfer|wiretransfer|bankdeposit|moneyorder|manual|invoice|purchaseorder|giftcard|giftcertificate|storecredit|exchangecredit|free|none|checkpayments|instore|payinstore)$/;

/**
 * Lightspeed's type of a payment: from the store's table; else the card's brand; else what the method's title or id
 * names, if it names exactly one.
 */
export function paymentMethod({ method, title, brand }: Paid, settings: PlatformSettings): PaymentMethod {
  const shown = firstOf(title, method) ?? 'none';
  const chosen = lookUp(settings.payments, method, title, brand);
  if (chosen !== undefined) return { text: saying(shown, paymentType(chosen)), unknown: undefined };
  const named = [brand, title, method].map(typeNamed).find((type) => type !== undefined);
  if (named !== undefined) return { text: saying(shown, named), unknown: undefined };
  const isKnown = [method, title, shown].some((text) => NO_CARD.test(keyOf(text ?? '')));
  return { text: saying(shown, 'OTHER'), unknown: isKnown ? undefined : firstOf(method, title) };
}

/** The one type that a text names. Undefined: none, or several. */
function typeNamed(text: string | undefined): PaymentType | undefined {
  const types = paymentTypesIn(text ?? '');
  return types.length === 1 ? types[0] : undefined;
}

/** The method's own text, if it maps to this type; else text and type, else the type alone. */
function saying(shown: string, type: PaymentType): string {
  const spellings = [shown, `${shown} (${type})`, type];
  return spellings.find((text) => paymentType(text) === type) ?? type;
}
