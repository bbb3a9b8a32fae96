import { resolve } from 'node:path';
import { readSettings } from '../lib/settings.ts';
import { card } from './card.ts';
import { type EmbeddedDynamodb, type Resources, startEmbeddedDynamodb } from './embedded-dynamodb.ts';
import { freePort, isFree } from './free-port.ts';

/** What we use of the framework, which has no types for plugins. */
interface Serverless {
  service: {
    provider: { environment: Record<string, unknown> };
    resources: { Resources: Resources };
    custom: { 'serverless-offline': { httpPort: number | string; lambdaPort?: number } };
  };
  classes: { Error: new (message: string) => Error };
}

/** Around `serverless offline`: an embedded DynamoDB with the tables of the template, and the card when all is ready. */
export default class LocalPlugin {
  readonly hooks: Record<string, () => Promise<void>>;
  readonly #serverless: Serverless;
  #database: EmbeddedDynamodb | undefined;

  constructor(serverless: Serverless) {
    this.#serverless = serverless;
    this.hooks = {
      'before:offline:start:init': () => this.#start(),
      'before:offline:start:ready': () => this.#showCard(),
      'before:offline:start:end': () => this.#stop(),
    };
  }

  async #start(): Promise<void> {
    const { provider, resources, custom } = this.#serverless.service;
    const offline = custom['serverless-offline'];
    const port = Number(offline.httpPort);
    await this.#orOneSentence(async () => {
      readSettings(environmentOf(provider.environment));
      if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`PORT must be a port, not "${port}".`);
      if (!(await isFree(port))) throw new Error(`Port ${port} is taken; choose another one: PORT=3100 npm start.`);
      const dataDir = resolve(process.env['DATA_DIR'] ?? '.data');
      this.#database = await startEmbeddedDynamodb(resources.Resources, dataDir);
    });
    Object.assign(process.env, this.#database?.environment);
    offline.httpPort = port;
    offline.lambdaPort = await freePort();
  }

  #showCard(): Promise<void> {
    const { provider, custom } = this.#serverless.service;
    const { secrets } = readSettings(environmentOf(provider.environment));
    if (secrets.kind !== 'local') return Promise.resolve();
    const { username, password }: { username: string; password: string } = JSON.parse(secrets.json);
    const url = `http://localhost:${custom['serverless-offline'].httpPort}/LightSpeed`;
    process.stdout.write(card({ url, user: username, password }));
    return Promise.resolve();
  }

  async #stop(): Promise<void> {
    await this.#database?.stop();
  }

  /** What a person has to put right is told in a sentence, without a stack. */
  async #orOneSentence(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      throw new this.#serverless.classes.Error(error instanceof Error ? error.message : String(error));
    }
  }
}

function environmentOf(environment: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]));
}
