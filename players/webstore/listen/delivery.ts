/** One message as it arrived, byte for byte. */
export type Delivery = {
  at: Date;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
};

/** What the body of a message says, as far as it can be read. Nothing of it is trusted before it is verified. */
export type Message = {
  type: string;
  /** Absent of `webhook.test`. */
  orderId: string | undefined;
  /** Counts the messages of one order. */
  sequence: number | undefined;
  /** Tracking numbers, errors or the reason, in one line. */
  detail: string;
  /** As it was parsed. */
  parsed: unknown;
};

type Fields = Record<string, unknown>;

export function readMessage({ body }: Pick<Delivery, 'body'>): Message {
  const parsed = parse(body);
  const { type, data } = fields(parsed);
  const { order, sequence, ...rest } = fields(data);
  const { orderId } = fields(order);
  return {
    type: typeof type === 'string' ? type : '(not readable)',
    orderId: typeof orderId === 'string' ? orderId : undefined,
    sequence: typeof sequence === 'number' ? sequence : undefined,
    detail: detail(rest),
    parsed,
  };
}

function detail({ shipments, errors, reason }: Fields): string {
  if (Array.isArray(shipments)) {
    return shipments
      .map(fields)
      .map(({ carrier, trackingNumber }) => [carrier, trackingNumber].filter(Boolean).join(' '))
      .join(', ');
  }
  if (Array.isArray(errors)) return errors.map(String).join('; ');
  return typeof reason === 'string' ? reason : '';
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
