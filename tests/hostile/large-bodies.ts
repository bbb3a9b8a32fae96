import { bodyText } from '../../lib/lightspeed/body-text.ts';
import { parseDocument } from '../../lib/lightspeed/element.ts';
import { readAcknowledgements } from '../../lib/lightspeed/read-acknowledgement.ts';
import { readCancellation } from '../../lib/lightspeed/read-cancellation.ts';
import { readShipments } from '../../lib/lightspeed/read-shipment.ts';
import { writeAcknowledgeResponse } from '../../lib/lightspeed/write-answers.ts';
import { shapes } from './shapes.ts';

/*
 * Reads every shape at a size and prints what it cost: `node tests/hostile/large-bodies.ts 1048576`.
 * One line of JSON each, so that the test can read it; it runs in a process of its own because memory is measured.
 */

const size = Number(process.argv[2] ?? 1024 * 1024);
for (const [name, write] of Object.entries(shapes)) {
  const body = Buffer.from(write(size)).subarray(0, size);
  const before = process.cpuUsage();
  const outcomes = [readAll(body)].flat();
  const { user, system } = process.cpuUsage(before);
  const bytes = outcomes.map((outcome) => JSON.stringify(outcome.answer).length);
  process.stdout.write(
    `${JSON.stringify({
      name,
      ms: Math.round((user + system) / 1000),
      answerBytes: Math.max(...bytes),
      codes: [...new Set(outcomes.flatMap(({ code }) => code ?? []))],
      peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    })}\n`,
  );
}

interface Outcome {
  answer: string;
  code?: string;
}

function readAll(body: Buffer): Outcome[] {
  let root: ReturnType<typeof parseDocument>;
  try {
    root = parseDocument(bodyText(body));
  } catch (error) {
    return [outcomeOf(error)];
  }
  return [
    () => {
      const lines = readAcknowledgements(root).map(({ orderId }) => ({
        orderId,
        result: 'NotFound' as const,
      }));
      return { answer: writeAcknowledgeResponse(lines) };
    },
    () => ({ answer: String(readShipments(root).length) }),
    () => ({ answer: readCancellation(root).reason?.slice(0, 10) ?? '' }),
  ].map((act) => {
    try {
      return act();
    } catch (error) {
      return outcomeOf(error);
    }
  });
}

function outcomeOf(error: unknown): Outcome {
  const { code = 'bug', message } = error as { code?: string; message: string };
  return { answer: message, code };
}
