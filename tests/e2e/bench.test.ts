import { expect, test } from '@jest/globals';
import { runTool } from '../../checks/python/run-tool.ts';

/* The benchmark works, and finds what it is to find. How long anything takes is nobody's promise. */

test('npm run bench measures every packaged function beside the AWS SDK alone', async () => {
  const printed = await runTool(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    'checks/bench.ts',
    '--json',
    '--rounds=1',
    '--calls=1',
    '--starts=1',
  ]);
  const { bundles, warm, cold } = JSON.parse(printed);
  expect(bundles.map(({ name }: { name: string }) => name).toSorted()).toEqual(
    [
      ...Object.keys(JSON.parse(process.env['SERVERLESS_PRINT'] ?? '').functions),
      'the AWS SDK alone',
    ].toSorted(),
  );
  expect(warm.comparisons.map(named)).toEqual([
    'poll, nothing outstanding, warm, ms',
    'poll, nothing outstanding, warm, ms of a processor',
    'poll, nothing outstanding, warm, MB',
    'poll of 30, warm, ms',
    'poll of 30, warm, ms of a processor',
    'poll of 30, warm, MB',
    'acknowledgement of 30, warm, ms',
    'acknowledgement of 30, warm, ms of a processor',
    'acknowledgement of 30, warm, MB',
  ]);
  expect(cold.comparisons.map(named)).toEqual([
    'first call of a new process: poll, nothing outstanding, ms',
    'first call of a new process: poll, nothing outstanding, ms of a processor',
    'first call of a new process: poll, nothing outstanding, MB',
  ]);
  const figures = [...warm.comparisons, ...cold.comparisons].flatMap(({ ours, sdkAlone, ratio }) => [
    ours.median,
    sdkAlone.median,
    ratio,
  ]);
  expect(figures.filter((figure) => !(figure > 0))).toEqual([]);
}, 120_000);

function named({ what, unit }: { what: string; unit: string }): string {
  return `${what}, ${unit}`;
}
