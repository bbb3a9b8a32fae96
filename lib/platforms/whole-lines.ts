import { type DraftLine, divided } from './draft.ts';

/** A line as an order has it: whole units at a price in whole cents. */
export interface WholeLine {
  sku: string;
  quantity: number;
  unitPrice: bigint;
  manufacturer?: string | undefined;
  description?: string | undefined;
}

/**
 * One line, or two where its amount does not divide by its quantity: 10.00 for 3 is 2 × 3.33 and 1 × 3.34. A quantity
 * that is not whole is one unit, whose description says how much of it: `1.5 × Hose, per foot`.
 */
export function partsOf({ amount, quantity, description, ...line }: DraftLine): WholeLine[] {
  if (quantity % 1000 !== 0) {
    const words = `${quantity / 1000} × ${description ?? line.sku}`;
    return partsOf({ ...line, amount, quantity: 1000, description: words });
  }
  const units = quantity / 1000;
  const total = divided(amount, 100n);
  const unitPrice = total / BigInt(units);
  const dearer = Number(total % BigInt(units));
  const parts = [
    { ...line, description, quantity: units - dearer, unitPrice },
    { ...line, description, quantity: dearer, unitPrice: unitPrice + 1n },
  ];
  return parts.filter((part) => part.quantity > 0);
}
