import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** Runs a program to its end and returns what it printed. Throws its errors if it ends otherwise than `mayEnd`. */
export async function runTool(program: string, args: string[], mayEnd: number[] = [0]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [printed, errors, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  if (mayEnd.includes(status as number)) return printed;
  throw new Error(`${program} ${args.join(' ')} ended with ${String(status)}:\n${errors || printed}`);
}
