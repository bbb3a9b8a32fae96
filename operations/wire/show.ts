import type { RecordedBody, RecordedCall } from '../../lib/database/wire.ts';
import { bodyText } from '../../lib/lightspeed/body-text.ts';

/** A recorded call in a line, under its number. */
export function callLine(number: number, call: RecordedCall): string {
  const { receivedAt, method, path, status, durationMs, body, answerBody } = call;
  const what = `${method} ${path}`;
  return `${String(number).padStart(4)}  ${receivedAt}  ${status}  ${what}  ${body.size} B in, ${answerBody.size} B out, ${durationMs} ms`;
}

/** A recorded call, whole: what Lightspeed sent and what it was answered. */
export function callText(number: number, call: RecordedCall): string {
  const { method, path, query, headers, body, status, answerHeaders, answerBody } = call;
  return `${callLine(number, call)}

> ${method} ${path}${query === '' ? '' : `?${query}`}
${told('>', headers)}
${shown(body)}

< ${status}
${told('<', answerHeaders)}
${shown(answerBody)}
`;
}

function told(mark: string, headers: Record<string, string>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${mark} ${name}: ${value}`)
    .join('\n');
}

function shown(body: RecordedBody): string {
  if (body.size === 0) return '(no body)';
  const rest = body.size - body.bytes.length;
  return `\n${asText(body.bytes)}${rest > 0 ? `\n(… and ${rest} bytes that were not kept)` : ''}`;
}

/** As the service itself would read it; bytes that are no text, as they are. */
export function asText(bytes: Uint8Array): string {
  try {
    return bodyText(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}
