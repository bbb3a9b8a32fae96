import { Failure } from '../domain/failure.ts';
import { machineAddressKey, type Store } from '../domain/store.ts';
import { begun } from '../begun.ts';
import { authenticate } from '../door/authenticate.ts';
import { readBasic } from '../door/authorization.ts';
import { storeIdIn } from '../door/find-store.ts';
import { type Answer, type Call, endpoint, type Handler, resolveRoute } from '../http/endpoint.ts';
import { bodyOf, headerOf, methodOf, queryOf } from '../http/request.ts';
import { methodsAt, type RouteName } from '../http/routes.ts';
import { failureHeaders, statuses } from '../http/statuses.ts';
import { record } from '../telemetry/recorder.ts';
import { checkPassword } from '../door/secrets.ts';
import { bodyText } from './body-text.ts';
import { type Element, parseDocument, values } from './element.ts';
import { tags } from './names.ts';
import { writeError } from './write-answers.ts';

/** A call that was let in, as Lightspeed's endpoints get it. */
export interface LightspeedCall extends Call {
  store: Store;
  /** From the path, '' if it names none. There may be no such order. */
  orderId: string;
  isHead: boolean;
  /** The document in the body, `undefined` if the body is blank. Throws `MalformedXml`. */
  document: () => Element | undefined;
  /** The document in a body that must hold one. Throws `MalformedXml`. */
  requiredDocument: () => Element;
}

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * What an endpoint reads while its caller is being checked. It has no effect and reads no order. If the caller is not
 * let in, the result or failure is ignored.
 */
type ReadAhead<T> = (storeId: string, call: Call) => Promise<T> | undefined;

/** An endpoint for Lightspeed: checks the caller, and always answers XML (contract 1). */
export function lightspeedEndpoint<T = undefined>(
  name: RouteName | undefined,
  act: (call: LightspeedCall, ahead: Promise<T | undefined>) => Promise<string>,
  readAhead?: ReadAhead<T>,
): Handler {
  return xmlEndpoint(name, async (call) => {
    const given = readBasic(headerOf(call.event, 'authorization'));
    // Without credentials the caller is not let in: no need to read ahead.
    const isKnown = typeof given !== 'string';
    const read = isKnown ? readAhead?.(storeIdIn(headerOf(call.event, 'host')), call) : undefined;
    const ahead = begun(Promise.resolve(read));
    return xml(200, await act(await letIn(name, call, given), ahead));
  });
}

/** For paths that belong to neither face: there is nothing to protect, so no credentials are asked for. */
export function nowhere(): Handler {
  return xmlEndpoint(undefined, () => Promise.reject(new Failure('NotFound', 'There is no such endpoint.')));
}

function xmlEndpoint(route: RouteName | undefined, answer: (call: Call) => Promise<Answer>): Handler {
  return endpoint({
    route,
    record,
    answer,
    answerFailure: (failure, { event, requestId }) => {
      const { code, message } = failure;
      return xml(statuses[code], writeError({ code, message, requestId }), {
        ...failureHeaders(failure, methodsAt(event.rawPath)),
        ...(code === 'Unauthorized' && { 'WWW-Authenticate': 'Basic realm="LightSpeed", charset="UTF-8"' }),
      });
    },
  });
}

async function letIn(
  name: RouteName | undefined,
  call: Call,
  given: ReturnType<typeof readBasic>,
): Promise<LightspeedCall> {
  const { event } = call;
  const store = await authenticate(call, {
    face: 'lightspeed',
    check: async (one) => (typeof given === 'string' ? given : checkPassword(one, given)),
    hint: 'User and password of the Web Orders module are needed.',
  });
  call.isLetIn = true;
  const { orderId } = resolveRoute(event, name);
  if (!store.enabled) throw new Failure('ModuleDisabled', 'The Web Orders module of this store is off.');
  const body = bodyOf(event);
  if (body.length > MAX_BODY_BYTES) throw new Failure('PayloadTooLarge', 'A body has at most 1 MiB.');
  const document = once(() => {
    const text = bodyText(body);
    return text === '' ? undefined : parseDocument(text);
  });
  const requiredDocument = () => {
    const root = document();
    if (!root) throw new Failure('MalformedXml', 'The body is empty.');
    return root;
  };
  if (store.machineAddress)
    checkMachine(store.machineAddress, [
      headerOf(event, 'machine-address'),
      headerOf(event, 'x-machine-address'),
      queryOf(event, 'machineAddress'),
      ...addressesIn(document),
    ]);
  return { ...call, store, orderId, isHead: methodOf(event) === 'HEAD', document, requiredDocument };
}

function checkMachine(pinned: string, carried: (string | undefined)[]): void {
  const key = machineAddressKey(pinned);
  if (
    carried.some(
      (address) => address !== undefined && key !== undefined && machineAddressKey(address) === key,
    )
  )
    return;
  throw new Failure(
    'MachineNotAllowed',
    'This store takes calls from one Lightspeed server only, and this is not it.',
  );
}

/** An unreadable body has no address; whoever needs the body reports its fault. */
function addressesIn(document: () => Element | undefined): string[] {
  try {
    const root = document();
    return root ? values(root, tags.machineAddress) : [];
  } catch {
    return [];
  }
}

function xml(statusCode: number, body: string, headers: Record<string, string> = {}): Answer {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
    body,
  };
}

function once<T>(read: () => T): () => T {
  let result: { value: T } | undefined;
  return () => {
    result ??= { value: read() };
    return result.value;
  };
}
