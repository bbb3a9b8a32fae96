/** The contract's example body of `PUT /orders/{orderId}`, with the given differences. */
export function anOrderBody(differs: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    placedAt: '2026-11-23T18:04:05Z',
    currency: 'USD',
    billTo: aBillTo(),
    shipTo: {
      firstName: 'Dana',
      lastName: 'Reyes',
      address1: '12 Elm St',
      city: 'Boise',
      state: 'ID',
      postalCode: '83702',
      country: 'US',
    },
    lines: [aLine()],
    totals: { subtotal: '69.00', discount: '5.00', shipping: '8.95', tax: '4.14', total: '77.09' },
    payments: [{ method: 'visa', amount: '77.09' }],
    ...differs,
  };
}

export function aBillTo(differs: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    firstName: 'Dana',
    lastName: 'Reyes',
    company: 'Reyes Racing',
    address1: '12 Elm St',
    address2: 'Unit 4',
    city: 'Boise',
    state: 'ID',
    postalCode: '83702',
    country: 'US',
    phone: '208-555-0142',
    email: 'dana@example.com',
    ...differs,
  };
}

export function aLine(differs: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    sku: 'KA-49006-1234',
    quantity: 2,
    unitPrice: '34.50',
    manufacturer: 'Kawasaki',
    description: 'Boot, front fork',
    ...differs,
  };
}

/** A body without shipping address, tax and the like, over so many lines that cost one dollar each. */
export function anOrderBodyOf(lines: { sku: string; quantity: number }[]): Record<string, unknown> {
  const units = lines.reduce((sum, line) => sum + line.quantity, 0);
  const total = `${units}.00`;
  return anOrderBody({
    lines: lines.map((line) => ({ ...line, unitPrice: '1.00' })),
    totals: { subtotal: total, total },
    payments: [{ method: 'visa', amount: total }],
  });
}
