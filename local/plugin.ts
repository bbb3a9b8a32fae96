import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { stop as stopEsbuild } from 'esbuild';
import { readSettings } from '../lib/settings.ts';
import { forgetServer, tellServer } from '../terminal/http/running-server.ts';
import { setAwsEnvironment } from './aws-environment.ts';
import { removeBuildRemains } from './build-remains.ts';
import { card, type Connection } from './card.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb } from './embedded-dynamodb.ts';
import { whenNpmEnds } from './npm.ts';
import { addLocalPeople, type LocalPerson } from './local-people.ts';
import { addLocalStore, type LocalStore } from './local-store.ts';
import { checkPort } from './port.ts';
import { passOnRawRequests } from './raw-requests.ts';
import { forgetEndpoint, tellEndpoint } from './running.ts';
import { setLocalSecretsKey } from './secrets-key.ts';
import { Scheduled } from './scheduled.ts';
import { CLIENT_ID, type SignIn, startSignIn } from './sign-in.ts';
import { type Simulator, startSimulator } from './simulator.ts';
import { createTables, type Resources } from './tables.ts';

/** The parts of the framework that are used here; its own types do not fit those of its plugins. */
interface Serverless {
  service: {
    provider: { stage: string; environment: Record<string, unknown> };
    resources: { Resources: Resources };
    functions: Record<
      string,
      { handler: string; events: Record<string, unknown>[]; environment?: Record<string, unknown> }
    >;
    custom: {
      esbuild: object;
      esbuildOffline: object;
      localStore: LocalStore;
      /** Scheduled functions that run here too. */
      localSchedule: string[];
      localPeople: LocalPerson[];
      'serverless-offline': { httpPort: string };
    };
  };
  pluginManager: {
    spawn: (command: string) => Promise<void>;
    plugins: { constructor: { name: string }; end?: (skipExit: boolean) => Promise<void> }[];
  };
  processedInput: { commands: string[] };
  /** An error that is shown by its message alone. */
  classes: { Error: new (message: string) => Error };
}

/** What is packaged in parallel must not share a folder. */
const PACKAGE_FOLDER = `.esbuild/package-${process.pid}`;

/** Adds what the functions need on a laptop to `serverless offline`, and refuses to deploy stage `local`. */
export default class LocalPlugin {
  readonly hooks: Record<string, () => Promise<void> | void>;
  readonly #serverless: Serverless;
  #dynamodb: EmbeddedDynamodb | undefined;
  #signIn: SignIn | undefined;
  #simulator: Simulator | undefined;
  #hasUsualCredentials = true;
  #unmute = (): void => undefined;
  #scheduledFunctions: { name: string; handler: string }[] = [];
  readonly #scheduled = new Scheduled();
  readonly #folder = resolve(process.env['DATA_DIR'] || '.data');

  constructor(serverless: Serverless) {
    this.#serverless = serverless;
    this.hooks = {
      initialize: () => this.#chooseBuild(),
      'before:deploy:deploy': () => this.#refuseToDeploy(),
      // Makes `serverless offline` the same as `serverless offline start`, whose steps have hooks.
      'before:offline:start': () => serverless.pluginManager.spawn('offline:start'),
      'before:offline:start:init': () => this.#start(),
      'after:offline:start:init': () => this.#ready(),
      'before:offline:start:end': () => this.#stop(),
      'after:package:createDeploymentArtifacts': () => this.#removeBuildRemains(),
      'after:deploy:function:packageFunction': () => this.#removeBuildRemains(),
      error: async () => {
        this.#removeBuildRemains();
        rmSync(PACKAGE_FOLDER, { recursive: true, force: true });
        await this.#dynamodb?.close();
      },
    };
  }

  get #port(): string {
    return this.#serverless.service.custom['serverless-offline'].httpPort;
  }

  /** Each server has its own folder, which neither a second one nor `serverless package` replaces. */
  get #buildFolder(): string {
    return `.esbuild/offline-${this.#port}`;
  }

  #chooseBuild(): void {
    const { service, processedInput } = this.#serverless;
    if (processedInput.commands[0] !== 'offline') {
      service.custom.esbuild = { ...service.custom.esbuild, outputWorkFolder: PACKAGE_FOLDER };
      return;
    }
    service.custom.esbuild = { ...service.custom.esbuildOffline, outputWorkFolder: this.#buildFolder };
    const { localSchedule } = service.custom;
    this.#scheduledFunctions = localSchedule.map((name) => ({
      name,
      handler: service.functions[name]?.handler ?? '',
    }));
    // The framework's schedule has no seconds. And a laptop needs no watch: `npm run status` looks when asked.
    for (const [name, { events }] of Object.entries(service.functions)) {
      if (events.every((event) => 'schedule' in event)) delete service.functions[name];
    }
  }

  #removeBuildRemains(): void {
    const { service } = this.#serverless;
    removeBuildRemains(tmpdir(), Object.keys(service.functions), process.pid);
  }

  #refuseToDeploy(): void {
    if (this.#serverless.service.provider.stage === 'local') {
      throw this.#sentence('Stage local stays on this machine: name another, as in --stage dev.');
    }
  }

  async #start(): Promise<void> {
    const { provider, resources } = this.#serverless.service;
    if (provider.stage !== 'local') throw this.#sentence('Only stage local runs here: use --stage local.');
    try {
      const { storesTable, peopleTable } = readSettings(this.#environment());
      await checkPort(this.#port);
      this.#dynamodb = await startEmbeddedDynamodb(this.#folder);
      const { endpoint } = this.#dynamodb;
      await createTables(endpoint, resources.Resources);
      const { isUnchanged } = await addLocalStore(endpoint, storesTable, this.#store);
      this.#hasUsualCredentials = isUnchanged;
      await addLocalPeople(endpoint, peopleTable, this.#serverless.service.custom.localPeople);
      await this.#startSignIn();
      passOnRawRequests(Number(this.#port));
      tellEndpoint(this.#folder, endpoint);
      setAwsEnvironment(process.env, endpoint);
      setLocalSecretsKey(process.env, this.#folder);
      this.#unmute = muteConsole();
    } catch (error) {
      throw this.#sentence(error instanceof Error ? error.message : String(error));
    }
  }

  /** Gives the console's functions the provider of this machine in place of AWS's, and a Lightspeed to play with. */
  async #startSignIn(): Promise<void> {
    const { functions, custom } = this.#serverless.service;
    const origin = `http://localhost:${this.#port}`;
    this.#signIn = await startSignIn(custom.localPeople, origin);
    this.#simulator = await startSimulator();
    const { issuer } = this.#signIn;
    for (const one of Object.values(functions).filter(
      ({ environment = {} }) => 'CONSOLE_ORIGIN' in environment,
    )) {
      one.environment = {
        CONSOLE_ORIGIN: origin,
        CONSOLE_ISSUER: issuer,
        CONSOLE_CLIENT_ID: CLIENT_ID,
        CONSOLE_SIMULATOR: this.#simulator.origin,
      };
    }
  }

  async #ready(): Promise<void> {
    this.#unmute();
    // It waits in a process of its own, for nothing: what it built is not built again.
    await stopEsbuild();
    whenNpmEnds(() => void process.kill(process.pid, 'SIGTERM'));
    Object.assign(process.env, this.#environment());
    this.#scheduled.start(this.#scheduledFunctions);
    tellServer(this.#folder, this.#connection.origin);
    process.stdout.write(card(this.#connection, process.env['DATA_DIR']));
  }

  /** Calls that are being answered still need the database, so the server is stopped first. */
  async #stop(): Promise<void> {
    const { plugins } = this.#serverless.pluginManager;
    await plugins.find((plugin) => plugin.constructor.name === 'ServerlessOffline')?.end?.(true);
    await this.#scheduled.stop();
    forgetEndpoint(this.#folder);
    forgetServer(this.#folder);
    await this.#signIn?.close();
    await this.#simulator?.close();
    await this.#dynamodb?.close();
    rmSync(this.#buildFolder, { recursive: true, force: true });
  }

  #environment(): Record<string, string> {
    const { environment } = this.#serverless.service.provider;
    return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]));
  }

  get #store(): LocalStore {
    return this.#serverless.service.custom.localStore;
  }

  get #connection(): Connection {
    const { username, password, apiToken } = this.#store;
    const origin = `http://localhost:${this.#port}`;
    const changed = '(as npm run stores gave it)';
    return this.#hasUsualCredentials
      ? { origin, username, password, apiToken }
      : { origin, username: changed, password: changed, apiToken: changed };
  }

  #sentence(message: string): Error {
    return new this.#serverless.classes.Error(message);
  }
}

/** serverless-offline prints a table of every route, and has no setting for it. Returns what ends the silence. */
function muteConsole(): () => void {
  const { log } = console;
  console.log = () => undefined;
  return () => {
    console.log = log;
  };
}
