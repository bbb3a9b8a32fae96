import { UsageError } from './usage-error.ts';

/** A whole number of at least `lowest`, from an option's text. */
export function wholeNumber(option: string, text: string, lowest: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= lowest))
    throw new UsageError(`${option} takes a whole number from ${lowest}, not "${text}".`);
  return value;
}

/** A share from 0 (never) to 1 (always); `30%` is 0.3. */
export function share(option: string, text: string): number {
  const [, amount, percent] = /^(\d*\.?\d+)(%?)$/.exec(text) ?? [];
  const value = percent ? Number(amount) / 100 : Number(amount);
  if (!(value >= 0 && value <= 1))
    throw new UsageError(`${option} takes a share from 0 to 1, not "${text}".`);
  return value;
}

const MILLISECONDS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `500ms`, `5s`, `1.5m`; a bare number is seconds. In milliseconds. */
export function duration(option: string, text: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  if (amount === undefined)
    throw new UsageError(`${option} takes a time like 5s, 500ms or 2m, not "${text}".`);
  return Math.round(Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS]);
}

/** `ID=reason`: split at the first equals sign, which no order id contains. */
export function orderAndReason(option: string, text: string): { orderId: string; reason: string } {
  const [, orderId, reason] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (orderId === undefined || reason === undefined) {
    throw new UsageError(
      `${option} takes ID=reason, for example ${option} "100235=Unknown part", not "${text}".`,
    );
  }
  return { orderId, reason };
}

/** `SKU=quantity`: split at the last equals sign, since a SKU may contain one. */
export function skuAndQuantity(option: string, text: string): { sku: string; quantity: number } {
  const [, sku, quantity] = /^(.+)=([^=]*)$/s.exec(text) ?? [];
  if (sku === undefined || quantity === undefined) {
    throw new UsageError(
      `${option} takes SKU=quantity, for example ${option} KA-49006-1234=1, not "${text}".`,
    );
  }
  return { sku, quantity: wholeNumber(option, quantity, 1) };
}

/** @returns the URL without a trailing slash, so that paths can be appended */
export function baseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new UsageError(`"${text}" is not a URL. It looks like http://localhost:3000`);
  }
  return text.replace(/\/+$/, '');
}
