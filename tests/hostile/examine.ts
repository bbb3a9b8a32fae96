import { isDeepStrictEqual } from 'node:util';
import { XmlDocument } from 'libxml2-wasm';
import { Failure } from '../../lib/domain/failure.ts';
import { bodyText } from '../../lib/lightspeed/body-text.ts';
import { type Element, parseDocument } from '../../lib/lightspeed/element.ts';
import { readAcknowledgements } from '../../lib/lightspeed/read-acknowledgement.ts';
import { readCancellation } from '../../lib/lightspeed/read-cancellation.ts';
import { readShipments } from '../../lib/lightspeed/read-shipment.ts';
import { writeAcknowledgeResponse, writeError } from '../../lib/lightspeed/write-answers.ts';
import { inProcessorTime } from '../support/in-time.ts';
import { validateAgainstXsd } from '../support/xsd.ts';

export type Verdict = 'read' | 'blank' | 'malformed';

/** The longest that reading may take, by the size of a body: some 5 s for 1 MiB, much more than it should. */
const BASE_MS = 500;
const MS_PER_KIB = 5;

/**
 * Runs bytes through everything that Lightspeed's bodies pass, and writes what was read into answers. Throws a sentence
 * if anything but `MalformedXml` and `InvalidRequest` is thrown, if it takes too long, if an answer is one that libxml2
 * or our schema refuses, or if libxml2 and we do not agree on what a document is.
 */
export function examine(bytes: Uint8Array): Verdict {
  const most = BASE_MS + (MS_PER_KIB * bytes.length) / 1024;
  const { verdict, text, answers } = inProcessorTime(most, () => readAll(bytes));
  for (const answer of answers) {
    const faults = validateAgainstXsd(answer);
    if (faults.length > 0)
      throw new Error(`An answer is not valid: ${faults.join('; ')}: ${answer.slice(0, 500)}`);
  }
  const other = verdictOfLibxml2(text);
  if (other && verdict !== 'blank' && other !== verdict)
    throw new Error(`We say ${verdict}, libxml2 says ${other}: ${JSON.stringify(text.slice(0, 500))}`);
  return verdict;
}

interface Reading {
  verdict: Verdict;
  text: string;
  answers: string[];
}

function readAll(bytes: Uint8Array): Reading {
  const { result: text, answer: noText } = attempt('MalformedXml', () => bodyText(bytes));
  if (text === undefined) return { verdict: 'malformed', text: '', answers: noText };
  if (text === '') return { verdict: 'blank', text, answers: [] };
  const { result: root, answer: noRoot } = attempt('MalformedXml', () => parseDocument(text));
  if (root === undefined) return { verdict: 'malformed', text, answers: noRoot };
  return { verdict: 'read', text, answers: useAll(root) };
}

function useAll(root: Element): string[] {
  const acknowledgements = readAcknowledgements(root);
  const lines = acknowledgements.map(({ orderId }) => ({ orderId, result: 'NotFound' as const }));
  const { answer: noShipment } = attempt('InvalidRequest', () => readShipments(root));
  const { reason } = readCancellation(root);
  if (!isDeepStrictEqual(acknowledgements, readAcknowledgements(root)))
    throw new Error('Reading changed the document.');
  if (new Set(lines.map(({ orderId }) => orderId)).size < lines.length)
    throw new Error('An order is answered twice.');
  if (reason?.trim() === '') throw new Error('A reason says nothing.');
  return [writeAcknowledgeResponse(lines), ...noShipment];
}

const REQUEST_ID = '6bc28136-xmpl-4365-b021-0ce6b2e64ab0';

/** The result, or the failure's answer; any other failure is rethrown. */
function attempt<T>(code: Failure['code'], act: () => T): { result?: T; answer: string[] } {
  try {
    return { result: act(), answer: [] };
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== code) throw error;
    const { message } = error;
    if (message.length > 300) throw new Error('A message grows with the body.', { cause: error });
    if (/\n|\bat \S+:\d+/.test(message))
      throw new Error('A message shows an excerpt or a stack.', { cause: error });
    return { answer: [writeError({ code, message, requestId: REQUEST_ID })] };
  }
}

/** `undefined` where we differ on purpose: DOCTYPEs, depth, and what an encoding that we have undone says. */
function verdictOfLibxml2(text: string): 'read' | 'malformed' | undefined {
  if (text === '' || /<!DOCTYPE|^<\?xml(?!\s+version\s*=\s*["']1\.0["']\s*\?>)/.test(text)) return undefined;
  // Its own limits, and ours; names of namespaces, to which we pay no attention.
  if (text.length > 40_000 || /(<[^/!?][^<]*){60}/.test(text) || /:|xmlns/.test(text)) return undefined;
  try {
    using _document = XmlDocument.fromBuffer(Buffer.from(text));
    return 'read';
  } catch {
    return 'malformed';
  }
}
