/** A call did not do what Lightspeed needs. The message says in plain words what was wrong. */
export class CallFailed extends Error {
  override name = 'CallFailed';
}
