import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { Table } from './report.ts';

/** When and where something was measured, and the machine's other load. */
export function machine(now: Date): string {
  const model = cpus()[0]?.model ?? '';
  const memory = (totalmem() / 1e9).toFixed(0);
  const [busy = 0] = loadavg();
  return (
    `${now.toISOString().slice(0, 10)}, ${availableParallelism()} processors (${model.trim()}, ${process.arch}), ` +
    `${memory} GB, Node ${process.versions.node}; load average ${busy.toFixed(1)} at the end.`
  );
}

/** The page with a part's new tables. Throws if it has no place for them. */
export function withPart(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- bench: ${name} -->\n`, '\n<!-- end -->'];
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`docs/performance.md has no place for "${name}".`);
  return page.slice(0, from + begin.length) + text + page.slice(to);
}

export function markdown({ head, rows }: Table): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
