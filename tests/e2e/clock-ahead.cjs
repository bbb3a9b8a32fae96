// Put in front of a program (`node --require`): its clock is CLOCK_AHEAD_MS ahead.
const ahead = Number(process.env.CLOCK_AHEAD_MS ?? 0);
const now = Date.now;
globalThis.Date = new Proxy(Date, {
  construct: (Real, args, target) =>
    Reflect.construct(Real, args.length > 0 ? args : [now() + ahead], target),
  get: (Real, name) => (name === 'now' ? () => now() + ahead : Reflect.get(Real, name)),
});
