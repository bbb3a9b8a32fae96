/**
 * A promise that is awaited later. If it fails before, that is not an unhandled rejection; awaiting it still throws.
 */
export function begun<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
