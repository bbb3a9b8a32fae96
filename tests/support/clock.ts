import { afterEach, beforeEach, jest } from '@jest/globals';

/** Stops the clock at an instant in each test of a file; timers go on. `setClock` moves it. */
export function stopClock(instant: string): void {
  beforeEach(() => {
    jest.useFakeTimers({
      now: new Date(instant),
      doNotFake: [
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'clearImmediate',
        'setInterval',
        'clearInterval',
        'setTimeout',
        'clearTimeout',
      ],
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });
}

export function setClock(instant: string): void {
  jest.setSystemTime(new Date(instant));
}
