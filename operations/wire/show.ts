import type { RecordedBody, RecordedCall } from '../../lib/database/wire.ts';
import { asText, notKept } from '../../lib/lightspeed/body-text.ts';
import { table } from '../../terminal/table.ts';

/** A recorded call by its number, without headers and bodies. */
export type CallSummary = ReturnType<typeof callSummary>;

export function callSummary(number: number, call: RecordedCall) {
  const { receivedAt, requestId, isLetIn, method, path, query, status, durationMs } = call;
  const sizes = { bodyBytes: call.body.size, answerBytes: call.answerBody.size };
  return { number, receivedAt, requestId, isLetIn, method, path, query, status, durationMs, ...sizes };
}

/** Recorded calls, a line each. */
export function callList(calls: CallSummary[]): string {
  const rows = calls.map(
    ({ number, receivedAt, status, method, path, bodyBytes, answerBytes, durationMs }) => [
      String(number),
      `${receivedAt.slice(0, 19)}Z`,
      String(status),
      `${method} ${path}`,
      ...[bodyBytes, answerBytes, durationMs].map(String),
    ],
  );
  const head = ['Call', 'Received', 'Status', 'Request', 'Bytes in', 'Bytes out', 'ms'];
  return table(head, rows, { spare: ['ms', 'Bytes out', 'Bytes in'] });
}

/** A whole recorded call for `--json` (docs/commands.md). */
export function callJson(number: number, call: RecordedCall): object {
  return {
    ...callSummary(number, call),
    headers: call.headers,
    body: bodyJson(call.body),
    answerHeaders: call.answerHeaders,
    answerBody: bodyJson(call.answerBody),
  };
}

/** The text as the service reads it, and the bytes themselves. Fewer are kept than arrived if the body was cut. */
function bodyJson({ bytes, size }: RecordedBody): object {
  return {
    bytes: size,
    keptBytes: bytes.length,
    text: asText(bytes),
    base64: Buffer.from(bytes).toString('base64'),
  };
}

/** A recorded call, whole: what Lightspeed sent and what it was answered. */
export function callText(number: number, call: RecordedCall): string {
  const { method, path, query, headers, body, status, answerHeaders, answerBody } = call;
  return `Call ${number}, received ${call.receivedAt}, answered within ${call.durationMs} ms

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
  return `\n${asText(body.bytes)}${notKept(body)}`;
}
