import type { RecordedCall } from '../../lib/database/wire.ts';
import { asText } from '../../lib/lightspeed/body-text.ts';
import { isLoopbackName } from '../../terminal/http/loopback.ts';
import { type Request, send } from '../../terminal/http/send.ts';
import { UsageError } from '../../terminal/usage-error.ts';

interface Target {
  /** The URL of a server on this machine. */
  url: string;
  user: string;
  password: string;
}

/** Headers of the connection that it was recorded on. */
const OF_THE_CONNECTION =
  /^(host|authorization|connection|content-length|transfer-encoding|accept-encoding|keep-alive|upgrade|te|expect|via|forwarded|x-forwarded-.*|x-amzn-.*|cdn-loop)$/;

/** The recorded request, for another server. Throws `UsageError` for one that is not on this machine. */
export function requestAgain(call: RecordedCall, { url, user, password }: Target): Request {
  const { hostname } = new URL(url);
  if (!isLoopbackName(hostname) && !/^(127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname))
    throw new UsageError(`A call is replayed on this machine only, not on ${hostname}.`);
  const { bytes, size } = call.body;
  if (bytes.length < size)
    throw new Error(`Only ${bytes.length} of the ${size} bytes of its body were kept.`);
  const headers = Object.entries(call.headers).filter(([name]) => !OF_THE_CONNECTION.test(name));
  const isUtf8 = Buffer.from(bytes).toString().includes('\uFFFD') === false;
  return {
    method: call.method,
    url: `${url}${call.path}${call.query === '' ? '' : `?${call.query}`}`,
    headers: {
      ...Object.fromEntries(headers),
      // The emulator would decode other encodings as UTF-8; the service decides by the bytes, not by this.
      ...(!isUtf8 && { 'content-type': 'application/octet-stream' }),
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    },
    ...(size > 0 && { body: bytes }),
  };
}

/** Sends it, and returns both answers and whether they are the same. */
export async function replay(call: RecordedCall, target: Target): Promise<{ text: string; same: boolean }> {
  const answer = await send(requestAgain(call, target));
  const [then, now] = [
    withoutWhatDiffers(asText(call.answerBody.bytes)),
    withoutWhatDiffers(asText(answer.body)),
  ];
  const same = answer.status === call.status && then === now;
  const text = `Recorded: ${call.status}\n\n${then}\n\nNow: ${answer.status}\n\n${now}\n\n${same ? 'The same answer.' : 'The answers differ.'}`;
  return { text, same };
}

/** Two calls never have the same id, and rarely the same time. */
function withoutWhatDiffers(xml: string): string {
  return xml.replaceAll(/<(RequestId|ServerTime)>[^<]*</g, '<$1>…<');
}
