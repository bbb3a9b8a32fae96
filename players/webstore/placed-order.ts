/** The body of `PUT /orders/{orderId}` (contract 8). Money is a decimal string. */
export type PlacedOrder = {
  placedAt: string;
  currency: string;
  billTo: Address;
  shipTo?: Address;
  lines: { sku: string; quantity: number; unitPrice: string; manufacturer: string; description: string }[];
  totals: { subtotal: string; discount?: string; shipping?: string; tax?: string; total: string };
  payments: { method: string; amount: string }[];
};

export type Address = {
  firstName?: string;
  lastName?: string;
  company?: string;
  address1: string;
  address2?: string;
  city: string;
  state?: string;
  postalCode: string;
  country: string;
  phone?: string;
  email?: string;
};
