import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import type { Resources } from '../../local/tables.ts';

/** A function as a stage would deploy it. */
export interface PackagedFunction {
  name: string;
  /** Its one file. */
  file: string;
  bytes: number;
  /** What `serverless.yml` sets for it. */
  environment: Record<string, string>;
}

export interface UnpackedStage {
  functions: Map<string, PackagedFunction>;
  /** Of its CloudFormation template. */
  resources: Resources;
  /** How its functions are bundled. */
  esbuild: Record<string, unknown>;
}

interface FunctionProperties {
  Handler: string;
  Environment: { Variables: Record<string, string> };
}

/** Unpacks what `packageStage` left in a folder. */
export function unpackStage(folder: string): UnpackedStage {
  const { Resources: resources } = readJson(folder, 'cloudformation-template-update-stack.json') as {
    Resources: Resources;
  };
  const { service } = readJson(folder, 'serverless-state.json') as {
    service: { custom: { esbuild: Record<string, unknown> }; functions: Record<string, unknown> };
  };
  const functions = Object.keys(service.functions).map((name) => {
    const logicalId = `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`;
    const properties: unknown = resources[logicalId]?.Properties;
    const { Handler, Environment } = properties as FunctionProperties;
    const entry = `${Handler.replace(/\.\w+$/, '')}.cjs`;
    const { file, bytes } = unpack(folder, name, entry);
    return { name, file, bytes, environment: Environment.Variables };
  });
  return {
    functions: new Map(functions.map((one) => [one.name, one])),
    resources,
    esbuild: service.custom.esbuild,
  };
}

function unpack(folder: string, name: string, entry: string): { file: string; bytes: number } {
  const content = unzipSync(readFileSync(join(folder, `${name}.zip`)))[entry];
  if (!content) throw new Error(`The package of ${name} has no ${entry}.`);
  const file = resolve(folder, 'unpacked', name, entry);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return { file, bytes: content.length };
}

function readJson(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}
