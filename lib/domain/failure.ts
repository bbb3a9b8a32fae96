/**
 * Every way in which a call can fail on purpose (contract 1 and 8). Anything else that is thrown is a bug
 * and is answered as `InternalError`.
 */
export type FailureCode =
  | 'MalformedXml'
  | 'MalformedJson'
  | 'Unauthorized'
  | 'ModuleDisabled'
  | 'MachineNotAllowed'
  | 'NotFound'
  | 'OrderNotFound'
  | 'MethodNotAllowed'
  | 'OrderAlreadyDownloaded'
  | 'OrderCanceled'
  | 'OrderShipped'
  | 'PayloadTooLarge'
  | 'InvalidRequest'
  | 'TooManyAttempts'
  | 'InternalError'
  | 'ServiceUnavailable';

/** One fault of a request body: where it is (a JSON pointer, RFC 6901) and what is wrong with it. */
export interface Fault {
  pointer: string;
  detail: string;
}

interface FailureOptions extends ErrorOptions {
  faults?: Fault[];
  /** Seconds after which a repetition makes sense. */
  retryAfter?: number;
}

/** The one error class. `message` is shown to the caller, so it never holds a secret or a customer's data. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly faults: Fault[];
  readonly retryAfter: number | undefined;

  constructor(
    code: FailureCode,
    message: string,
    { faults = [], retryAfter, ...options }: FailureOptions = {},
  ) {
    super(message, options);
    this.name = 'Failure';
    this.code = code;
    this.faults = faults;
    this.retryAfter = retryAfter;
  }
}

/** The answer to an id that this store does not have. */
export function orderNotFound(orderId: string): Failure {
  return new Failure('OrderNotFound', `There is no order ${orderId} in this store.`);
}
