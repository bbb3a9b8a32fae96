const MAX_LENGTH = 64;

interface NumberOfOrder {
  /** As people see it: `#1001`. */
  shown: string;
  platformId: string;
  prefix: string;
}

/**
 * The order id of a platform's order number (contract 8): `#1001` is `1001`, with the prefix `web-` it is `web-1001`.
 * If nothing is left of a number, or too much, it is the platform's own id. Two numbers may become equal; claiming them
 * tells them apart (`numbersFor`).
 */
export function orderNumber({ shown, platformId, prefix }: NumberOfOrder): string {
  const start = prefix.replaceAll(/[^A-Za-z0-9._-]/g, '').slice(0, 20);
  const number = cleaned(shown);
  return start + (number === '' || start.length + number.length > MAX_LENGTH ? platformId : number);
}

function cleaned(shown: string): string {
  return shown
    .normalize('NFKC')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^[-._]+|[-._]+$/g, '');
}
