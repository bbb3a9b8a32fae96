/**
 * A promise that is looked at later. If it fails meanwhile that is no unhandled rejection, and whoever then awaits it is
 * thrown the failure as always.
 */
export function begun<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
