/** The result for one order. */
export type Outcome =
  | { orderId: string; result: 'created' | 'same' | 'replaced' }
  | ({ orderId: string; result: 'refused' } & Refusal);

export type Refusal = {
  /** 0 when no answer arrived at all. */
  status: number;
  code: string;
  detail: string;
  /** JSON pointers into the order. */
  pointers: string[];
};

/** Something that would refuse every further order as well. The message is a sentence for the user. */
export class CannotPlaceOrders extends Error {
  override name = 'CannotPlaceOrders';
}
