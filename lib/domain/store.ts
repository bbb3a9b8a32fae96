/** One dealer's webstore, as the request that came for it sees it. */
export interface Store {
  id: string;
  /** Off: Lightspeed is answered `ModuleDisabled`. The webstore may still place orders (contract 1). */
  enabled: boolean;
  /** The only Lightspeed server that may call, as it was entered; absent: any. */
  machineAddress?: string | undefined;
}

/** Twelve hex digits, so that `00:1A:2B:3C:4D:5E` and `001a2b3c4d5e` are equal; `undefined` for anything else. */
export function machineAddressKey(text: string): string | undefined {
  const digits = text
    .trim()
    .replaceAll(/[:.\s-]/g, '')
    .toUpperCase();
  return /^[0-9A-F]{12}$/.test(digits) ? digits : undefined;
}
