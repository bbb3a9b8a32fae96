/**
 * Calls back once the `npm start` that this process runs under is gone. npm forwards a signal to the shell between
 * them, which ends without forwarding it; this process would serve forever.
 */
export function whenNpmEnds(ended: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    ended();
  }, 200);
  timer.unref();
}
