import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { setAwsEnvironment } from '../../local/aws-environment.ts';
import { packageStage } from '../packages/package-stage.ts';
import { type PackagedFunction, type UnpackedStage, unpackStage } from '../packages/unpack.ts';
import { startWorker, type Worker } from './processes.ts';
import type { Request } from './sdk-alone.ts';

/** What is measured: the packaged functions of prod, and the AWS SDK alone, bundled as they are. */
export interface Bench {
  /** A folder for what processes exchange; removed at the end. */
  folder: string;
  stage: UnpackedStage;
  /** The bundle of the AWS SDK alone. */
  sdkAlone: string;
  /** `more`: settings that are not those of prod. */
  startFunction: (name: string, endpoint: string, more?: Record<string, string>) => Worker;
  startSdkAlone: (steps: Request[][], endpoint: string) => Worker;
  close: () => void;
}

/** Packages prod, and bundles what it is compared with. */
export async function openBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'web-orders-bench-'));
  const stage = unpackStage(await packageStage('prod'));
  const [sdkAlone, worker] = await Promise.all(
    ['sdk-alone', 'worker'].map((name) => bundle(name, { folder, options: stage.esbuild })),
  );
  if (sdkAlone === undefined || worker === undefined) throw new Error('Nothing was bundled.');
  interface Started {
    file: string;
    steps?: Request[][];
    more?: Record<string, string>;
  }
  const workers: Worker[] = [];
  const start = (name: string, endpoint: string, { more, ...plan }: Started) => {
    const environment = { ...environmentOf(functionOf(stage, name), endpoint), ...more };
    const started = startWorker(worker, plan, { folder, environment });
    workers.push(started);
    return started;
  };
  return {
    folder,
    stage,
    sdkAlone,
    startFunction: (name, endpoint, more = {}) =>
      start(name, endpoint, { file: functionOf(stage, name).file, more }),
    startSdkAlone: (steps, endpoint) => start('outstandingActivity', endpoint, { file: sdkAlone, steps }),
    close: () => {
      // After a failure some still run, and would keep this process.
      for (const one of workers) void one.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function functionOf({ functions }: UnpackedStage, name: string): PackagedFunction {
  const found = functions.get(name);
  if (!found) throw new Error(`There is no function ${name}.`);
  return found;
}

/** A function's environment: its settings, and what Lambda adds. */
export function environmentOf(
  { name, environment }: PackagedFunction,
  endpoint: string,
): Record<string, string> {
  const own: Record<string, string> = { ...environment, AWS_LAMBDA_FUNCTION_NAME: name };
  setAwsEnvironment(own, endpoint);
  return { ...own, AWS_LAMBDA_FUNCTION_NAME: name };
}

/** With the options of serverless.yml, but nothing left out of libraries: the AWS SDK alone is as published. */
async function bundle(
  name: string,
  { folder, options }: { folder: string; options: Record<string, unknown> },
): Promise<string> {
  const { minify, format, mainFields, supported } = options as BuildOptions;
  const outfile = join(folder, `${name}.cjs`);
  await build({
    ...({ minify, format, mainFields, supported } as BuildOptions),
    entryPoints: [`checks/bench/${name}.ts`],
    bundle: true,
    platform: 'node',
    target: 'node24',
    outfile,
  });
  return outfile;
}
