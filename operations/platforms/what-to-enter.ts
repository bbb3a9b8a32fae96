import { fieldsOf, shopSteps } from '../../lib/desk/shop-steps.ts';
import type { PlatformName } from '../../lib/domain/platform.ts';

interface Entered {
  url: string;
  /** Just made, and never shown again. Absent: the shop has it already. */
  secret?: string;
}

/** What the shop's owner enters where, for a terminal. */
export function whatToEnter(name: PlatformName, { url, secret }: Entered): string {
  const { where, paste, after } = shopSteps[name];
  return `${where}

${fieldsOf(name)
  .map(([field, value]) => `  ${field.padEnd(14)}${value}`)
  .join('\n')}

${paste}

Delivery URL ${url}
${secret === undefined ? '' : `Secret ${secret}\n`}
${after}: npm run platforms -- show tells when that arrived.`;
}
