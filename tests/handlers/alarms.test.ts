import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { assumptions } from '../../checks/scale/assumptions.ts';
import { advance } from '../../lib/domain/life-cycle.ts';
import { anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { databaseError, type Fault, withFault } from '../support/database-faults.ts';
import { type Datum, metricData } from '../support/emf.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { catchOutput } from '../support/output.ts';
import { call, toContext } from '../support/call.ts';
import { aWooOrder, connectShop, SECRET, wooHeaders } from '../support/shop-orders.ts';
import { runWatch } from '../support/run-watch.ts';
import { openStore } from '../support/store.ts';
import { wooApiOf } from '../support/woo-shop.ts';
import { nameUrl, tell } from '../support/tell.ts';

/*
 * Every alarm of stage prod, as the framework resolves it: its condition is produced through the real handlers, and
 * the quiet case beside it. What CloudWatch does is done here: metrics are read from the lines that were written, put
 * together by the alarm's own statistic, and compared with its threshold. What AWS itself counts (answers of an API,
 * crashes and throttles of functions, throttles of tables) is counted here where AWS would.
 */

process.env['STAGE'] = 'prod';
process.env['METRICS'] = 'by-store';
const { handlers, lightspeed, webstore } = await openStore();
const sweepAll = (await import('../../functions/sweep-platforms.ts')).handler;
const { dynamodb } = await import('../../lib/database/client.ts');
const { changeOrder } = await import('../../lib/database/orders.ts');
const { addStore, getStore } = await import('../../lib/database/stores.ts');
const { metricNames } = await import('../../lib/telemetry/metrics.ts');
const output = catchOutput();
stopClock('2026-11-23T12:00:00Z');

const pattern = await getStore('coolbike');
beforeEach(async () => {
  await emptyTables(['ORDERS_TABLE', 'ACTIVITY_TABLE', 'STORES_TABLE', 'INBOX_TABLE', 'MESSAGES_TABLE']);
  await openStores(1);
});

interface Metric {
  Namespace: string;
  MetricName: string;
  Dimensions: { Name: string; Value: string | { Ref: string } }[];
}

interface Alarm extends Metric {
  AlarmName: string;
  AlarmDescription: string;
  Statistic: keyof typeof statistics;
  Metrics?: {
    Id: string;
    Expression?: string;
    MetricStat?: { Metric: Metric; Stat: keyof typeof statistics };
  }[];
  EvaluationPeriods: number;
  ComparisonOperator: keyof typeof operators;
  Threshold: number;
  TreatMissingData: keyof typeof whenMissing;
  AlarmActions: unknown;
}

const statistics = {
  Sum: (values: number[]) => values.reduce((sum, value) => sum + value, 0),
  Maximum: (values: number[]) => Math.max(...values),
  SampleCount: (values: number[]) => values.length,
};
const operators = {
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
};
const whenMissing = { breaching: 'ALARM', notBreaching: 'OK', ignore: 'as before' } as const;

const { Resources } = resourcesOf('prod');
const alarms = Object.fromEntries(
  Object.entries(Resources)
    .filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')
    .map(([id, { Properties }]) => [id, Properties as unknown as Alarm]),
);

function resourcesOf(stage: string): {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
} {
  const serverless = 'node_modules/serverless/bin/serverless.js';
  const command = [serverless, 'print', '--stage', stage, '--path', 'resources', '--format', 'json'];
  return JSON.parse(execFileSync(process.execPath, command, { encoding: 'utf8' }));
}

function statisticOf(metric: Metric, statistic: keyof typeof statistics, data: Datum[]): number | undefined {
  const dimensions = Object.fromEntries(
    metric.Dimensions.map(({ Name, Value }) => [Name, typeof Value === 'string' ? Value : Value.Ref]),
  );
  const values = data
    .filter(({ namespace, name }) => namespace === metric.Namespace && name === metric.MetricName)
    .filter((datum) => isDeepStrictEqual(datum.dimensions, dimensions))
    .map(({ value }) => value);
  return values.length === 0 ? undefined : statistics[statistic](values);
}

/** An alarm's state from the data of one period. */
function stateOf(alarm: Alarm, data: Datum[]): string {
  const { Metrics, ComparisonOperator, Threshold, TreatMissingData } = alarm;
  const value = Metrics
    ? Metrics.reduce(
        (sum, { MetricStat }) =>
          sum + ((MetricStat && statisticOf(MetricStat.Metric, MetricStat.Stat, data)) ?? 0),
        0,
      )
    : statisticOf(alarm, alarm.Statistic, data);
  if (value === undefined) return whenMissing[TreatMissingData];
  return operators[ComparisonOperator](value, Threshold) ? 'ALARM' : 'OK';
}

/** The counts that AWS makes itself. */
let countedByAws: Datum[] = [];

function count(namespace: string, name: string, dimensions: Record<string, string>): void {
  countedByAws.push({ namespace, name, unit: 'Count', dimensions, value: 1 });
}

async function dataOf(run: () => Promise<unknown>): Promise<Datum[]> {
  countedByAws = [];
  const lines = await output.linesOf(run);
  return [...metricData(lines), ...countedByAws];
}

// What happens.

const host = (id: string) => ({ headers: { host: `${id}.example.com` } });
const storeIds = (stores: number) =>
  Array.from({ length: stores }, (_, i) => (i === 0 ? 'coolbike' : `store-${i}`));

async function openStores(stores: number): Promise<void> {
  if (!pattern) throw new Error('There is no store.');
  for (const id of storeIds(stores)) await addStore({ ...pattern, id });
}

async function times(number: number, run: (at: number) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < number; i += 1) await run(i);
}

function after(seconds: number): void {
  setClock(new Date(Date.parse('2026-11-23T12:00:00Z') + seconds * 1000).toISOString());
}

const place = (orderId: string) => webstore('PUT', `/orders/${orderId}`, anOrderBody());

/** A number of stores poll every five minutes, and are watched some seconds after their last poll. */
async function pollAndWatch(stores: number, secondsLater: number): Promise<void> {
  await openStores(stores);
  for (const seconds of [0, 300, 600, 900, 1200]) {
    after(seconds);
    for (const id of storeIds(stores))
      await lightspeed('GET', '/LightSpeed/OutstandingActivity', undefined, host(id));
  }
  after(1200 + secondsLater);
  await runWatch();
}

async function placeAndWatch(secondsLater: number): Promise<void> {
  await place('100234');
  after(secondsLater);
  await runWatch();
}

async function refuseAndWatch(orders: number): Promise<void> {
  await times(orders, (i) => place(`refused-${i}`));
  await place('waiting');
  const said = Array.from({ length: orders }, (_, i) => `<Order Id="refused-${i}"><Error>x</Error></Order>`);
  await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', `<A>${said.join('')}</A>`);
  await runWatch();
}

/** A call through API Gateway, which counts what is answered with 500 and above. */
async function lookThroughApi(path = '/status'): Promise<void> {
  const { status } = await webstore('GET', path);
  if (status >= 500) count('AWS/ApiGateway', '5xx', { ApiId: 'HttpApi' });
}

const denied = () => Promise.reject(databaseError('AccessDeniedException'));
const whileDatabaseFails = (run: () => Promise<unknown>) => withFault(dynamodb, { fault: denied, run });

/** Starts a function in a process of its own, as Lambda does. One that ends before it could be called is an error. */
function start(file: string, functionName: string, differs: Record<string, string> = {}): void {
  const url = new URL(`../../functions/${file}.ts`, import.meta.url).href;
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', `await import('${url}')`], {
    env: { ...process.env, ...differs },
  });
  if (status !== 0) count('AWS/Lambda', 'Errors', { FunctionName: functionName });
}

async function watchAsLambdaDoes(): Promise<void> {
  await runWatch().catch(() => count('AWS/Lambda', 'Errors', { FunctionName: 'WatchStoresLambdaFunction' }));
}

/** Calls a function so many times at once while AWS runs five of it, and turns away and counts the others. */
async function callAtOnce(functionName: string, calls: number, call: () => Promise<unknown>): Promise<void> {
  let running = 0;
  const callLambda = async () => {
    if (running === 5) return count('AWS/Lambda', 'Throttles', { FunctionName: functionName });
    running += 1;
    await call();
    running -= 1;
  };
  await Promise.all(Array.from({ length: calls }, callLambda));
}

const poll = () => lightspeed('GET', '/LightSpeed/OutstandingActivity');
const look = () => webstore('GET', '/status');

/** Polls until the tables have turned away exactly so many requests, each counted by its table. */
async function pollWhileTablesThrottle(requests: number): Promise<void> {
  const tables = ['Orders', 'Activity', 'Attempts', 'Stores'];
  let turnedAway = 0;
  const throttle: Fault = ({ command, input, send }) => {
    if (turnedAway === requests) return send();
    const table = tables.find((name) => process.env[`${name.toUpperCase()}_TABLE`] === input['TableName']);
    const kind = /^(Get|BatchGet|Query|Scan)/.test(command) ? 'Read' : 'Write';
    count('AWS/DynamoDB', `${kind}ThrottleEvents`, { TableName: `${table}Table` });
    turnedAway += 1;
    return Promise.reject(databaseError('ThrottlingException'));
  };
  while (turnedAway < requests) await withFault(dynamodb, { fault: throttle, run: poll });
}

/** A number of calls with wrong credentials, each with different ones, or all with the same. */
async function knock(calls: number, { different }: { different: boolean }): Promise<void> {
  await times(calls, (i) =>
    webstore('GET', '/status', undefined, { authorization: `Bearer ${different ? i : 'last year'}` }),
  );
}

/** A shop's delivery, signed with this secret. */
async function deliver(order: Record<string, unknown>, secret = SECRET): Promise<void> {
  await connectShop('woocommerce');
  const body = JSON.stringify(order);
  const headers = wooHeaders(body, { secret });
  await call(handlers.receiveWoocommerce, { method: 'POST', path: '/platforms/woocommerce', headers, body });
}

const deliverPaid = () => deliver(aWooOrder());

const sweep = () => sweepAll({}, toContext({}));

/** Every ten minutes, a shop is asked that does not answer. */
async function sweepDeadShop(times: number): Promise<void> {
  await connectShop('woocommerce', { api: await wooApiOf({ url: 'https://127.0.0.1' }) });
  for (let i = 0; i < times; i += 1) {
    after(i * 600);
    await sweep();
  }
}

/** Lightspeed takes an order of a webstore whose URL is one that we do not call. */
async function giveToTell(): Promise<void> {
  await nameUrl(pattern?.id ?? '', 'https://127.0.0.1/hooks');
  await place('100234');
  const store = await getStore(pattern?.id ?? '');
  if (!store) throw new Error('There is no store.');
  const now = new Date().toISOString();
  await changeOrder({ store, by: 'lightspeed' }, '100234', (order) => ({
    order: advance(order, 'download', now),
    result: undefined,
  }));
}

async function deafFor(seconds: number): Promise<void> {
  await giveToTell();
  await tell({ looks: 2 });
  after(seconds);
  await runWatch();
}

async function failToTell(attempts: number): Promise<void> {
  await giveToTell();
  const times = [0, 6, 310, 2200, 9500, 28_000, 65_000, 116_000, 189_000, 276_000];
  for (const seconds of times.slice(0, attempts)) {
    after(seconds);
    await tell({ looks: 2 });
  }
}

/** The message cannot leave its order. */
async function tellTooLate(seconds: number): Promise<void> {
  await giveToTell();
  after(seconds);
  const isMessage = (input: Record<string, unknown>) => input['TableName'] === process.env['MESSAGES_TABLE'];
  await withFault(dynamodb, {
    fault: ({ command, input, send }) =>
      command === 'PutItemCommand' && isMessage(input) ? denied() : send(),
    run: () => tell({ looks: 1 }),
  });
}

interface Scenario {
  /** Crosses the alarm's threshold. */
  alarming: (threshold: number) => Promise<unknown>;
  /** Looks similar, and does not cross it. */
  quiet: (threshold: number) => Promise<unknown>;
}

const scenarios: Record<string, Scenario> = {
  SilentStoreAlarm: {
    alarming: (stores) => pollAndWatch(stores, 901),
    quiet: (stores) => pollAndWatch(stores, 900),
  },
  OldOrderAlarm: {
    alarming: (seconds) => placeAndWatch(seconds),
    quiet: (seconds) => placeAndWatch(seconds - 1),
  },
  RefusedOrdersAlarm: {
    alarming: (orders) => refuseAndWatch(orders),
    quiet: (orders) => refuseAndWatch(orders - 1),
  },
  DeafWebstoreAlarm: {
    alarming: () => deafFor(3600),
    quiet: () => deafFor(3599),
  },
  FailedMessagesAlarm: {
    alarming: () => failToTell(10),
    quiet: () => failToTell(9),
  },
  LateMessagesAlarm: {
    alarming: (seconds) => tellTooLate(seconds),
    quiet: (seconds) => tellTooLate(seconds - 1),
  },
  TellerMissingAlarm: {
    alarming: () => Promise.resolve(),
    quiet: () => tell({ looks: 1 }),
  },
  WatchMissingAlarm: {
    alarming: () => Promise.resolve(),
    quiet: () => runWatch(),
  },
  WatchFailuresAlarm: {
    alarming: () =>
      withFault(dynamodb, {
        fault: ({ command, send }) => (command === 'QueryCommand' ? denied() : send()),
        run: runWatch,
      }),
    quiet: () => runWatch(),
  },
  WrongCredentialsAlarm: {
    alarming: (calls) => knock(calls, { different: false }),
    quiet: (calls) => knock(calls - 1, { different: false }),
  },
  TooManyAttemptsAlarm: {
    alarming: () => knock(51, { different: true }),
    quiet: () => knock(50, { different: true }),
  },
  ServerErrorsAlarm: {
    alarming: (answers) => whileDatabaseFails(() => times(answers, () => lookThroughApi())),
    quiet: async (answers) => {
      await whileDatabaseFails(() => times(answers - 1, () => lookThroughApi()));
      await lookThroughApi();
      await lookThroughApi('/orders/none');
    },
  },
  LightspeedFunctionErrorsAlarm: {
    alarming: (errors) =>
      times(errors, async () =>
        start('lightspeed/outstanding-activity', 'OutstandingActivityLambdaFunction', { BATCH_SIZE: '31' }),
      ),
    quiet: async () => start('lightspeed/outstanding-activity', 'OutstandingActivityLambdaFunction'),
  },
  OtherFunctionErrorsAlarm: {
    alarming: (errors) => whileDatabaseFails(() => times(errors, watchAsLambdaDoes)),
    quiet: () => watchAsLambdaDoes(),
  },
  LightspeedThrottlesAlarm: {
    alarming: (calls) => callAtOnce('OutstandingActivityLambdaFunction', calls + 5, poll),
    quiet: (calls) => callAtOnce('OutstandingActivityLambdaFunction', calls + 4, poll),
  },
  OtherThrottlesAlarm: {
    alarming: (calls) => callAtOnce('GetStatusLambdaFunction', calls + 5, look),
    quiet: (calls) => callAtOnce('GetStatusLambdaFunction', calls + 4, look),
  },
  PlatformFunctionErrorsAlarm: {
    alarming: (errors) =>
      times(errors, async () =>
        start('sweep-platforms', 'SweepPlatformsLambdaFunction', { BATCH_SIZE: '31' }),
      ),
    quiet: async () => start('sweep-platforms', 'SweepPlatformsLambdaFunction'),
  },
  PlatformThrottlesAlarm: {
    alarming: (calls) => callAtOnce('ReceiveWoocommerceLambdaFunction', calls + 5, deliverPaid),
    quiet: (calls) => callAtOnce('ReceiveWoocommerceLambdaFunction', calls + 4, deliverPaid),
  },
  RejectedDeliveriesAlarm: {
    alarming: (deliveries) => times(deliveries, () => deliver(aWooOrder(), 'another secret')),
    quiet: async (deliveries) => {
      await times(deliveries - 1, () => deliver(aWooOrder(), 'another secret'));
      await deliver(aWooOrder());
    },
  },
  MissedSweepsAlarm: {
    alarming: (sweeps) => sweepDeadShop(sweeps),
    quiet: async (sweeps) => {
      await sweepDeadShop(sweeps - 1);
      // Not its time yet.
      await sweep();
    },
  },
  OrdersNotUnderstoodAlarm: {
    alarming: (orders) => times(orders, (id) => deliver(aWooOrder({ id, total: 'many' }))),
    quiet: async () => {
      await deliver(aWooOrder({ status: 'on-hold' }));
      await deliver(aWooOrder({ id: 7 }));
    },
  },
  TableThrottlesAlarm: {
    alarming: (requests) => pollWhileTablesThrottle(requests),
    quiet: async (requests) => {
      await pollWhileTablesThrottle(requests - 1);
      await poll();
    },
  },
};

function alarmOf(id: string): { alarm: Alarm; scenario: Scenario } {
  const [alarm, scenario] = [alarms[id], scenarios[id]];
  if (!alarm || !scenario) throw new Error(`${id} has no scenario, or the scenario no alarm.`);
  return { alarm, scenario };
}

test('every alarm has a scenario, and every scenario an alarm', () => {
  expect(Object.keys(scenarios).toSorted()).toEqual(Object.keys(alarms).toSorted());
});

test('docs/scale.md counts the metrics that there are', () => {
  const watched = Object.values(alarms).map(
    ({ Metrics = [{ MetricStat: 1 }] }) =>
      Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length,
  );
  expect(assumptions.alarmMetrics).toBe(watched.reduce((sum, metrics) => sum + metrics));
  expect(assumptions.totalMetrics).toBe(metricNames.length);
});

describe.each(Object.keys(alarms))('%s', (id) => {
  test('goes off when its condition is there', async () => {
    const { alarm, scenario } = alarmOf(id);
    expect(stateOf(alarm, await dataOf(() => scenario.alarming(alarm.Threshold)))).toBe('ALARM');
  });

  test('does not when what looks like it is there', async () => {
    const { alarm, scenario } = alarmOf(id);
    expect(stateOf(alarm, await dataOf(() => scenario.quiet(alarm.Threshold)))).toBe('OK');
  });

  test('says its stage and its entry in the runbook, and tells the topic', () => {
    const { alarm } = alarmOf(id);
    const { AlarmName, AlarmDescription, AlarmActions } = alarm;
    expect(AlarmName).toMatch(/^lightspeed-web-orders-prod-[a-z-]+$/);
    expect(AlarmActions).toEqual([{ Ref: 'AlarmTopic' }]);
    const [, anchor = ''] = /See docs\/operations\.md#([a-z-]+)$/.exec(AlarmDescription) ?? [];
    expect(anchorsOf(runbook)).toContain(anchor);
  });

  test('is one that these tests compute as CloudWatch does', () => {
    const { EvaluationPeriods, Metrics = [] } = alarmOf(id).alarm;
    expect(EvaluationPeriods).toBe(1);
    // CloudWatch takes ten metrics in the expression of an alarm.
    expect(Metrics.length).toBeLessThanOrEqual(11);
    expect(Metrics.filter(({ Expression }) => Expression !== undefined).map((one) => one.Expression)).toEqual(
      Metrics.length > 0 ? ['SUM(FILL(METRICS(), 0))'] : [],
    );
  });
});

const runbook = readFileSync('docs/operations.md', 'utf8');

/** As GitHub makes them of the headings. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}

test('when nothing at all is counted only the watch and the teller are missed, and what it saw last holds', () => {
  const states = Object.entries(alarms).map(([id, alarm]) => [id, stateOf(alarm, [])]);
  expect(Object.fromEntries(states)).toEqual({
    SilentStoreAlarm: 'as before',
    OldOrderAlarm: 'as before',
    MissedSweepsAlarm: 'OK',
    RefusedOrdersAlarm: 'as before',
    DeafWebstoreAlarm: 'as before',
    FailedMessagesAlarm: 'OK',
    LateMessagesAlarm: 'as before',
    TellerMissingAlarm: 'ALARM',
    WatchMissingAlarm: 'ALARM',
    WatchFailuresAlarm: 'as before',
    WrongCredentialsAlarm: 'OK',
    TooManyAttemptsAlarm: 'OK',
    ServerErrorsAlarm: 'OK',
    LightspeedFunctionErrorsAlarm: 'OK',
    OtherFunctionErrorsAlarm: 'OK',
    PlatformFunctionErrorsAlarm: 'OK',
    PlatformThrottlesAlarm: 'OK',
    RejectedDeliveriesAlarm: 'OK',
    OrdersNotUnderstoodAlarm: 'OK',
    LightspeedThrottlesAlarm: 'OK',
    OtherThrottlesAlarm: 'OK',
    TableThrottlesAlarm: 'OK',
  });
});

test('every function that is deployed is in an alarm on errors and in one on throttles', () => {
  const { functions }: { functions: object } = JSON.parse(process.env['SERVERLESS_PRINT'] ?? '');
  const logicalIds = Object.keys(functions).map(
    (name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`,
  );
  for (const metric of ['Errors', 'Throttles']) {
    const watched = Object.values(alarms).flatMap(({ Metrics = [] }) =>
      Metrics.flatMap(({ MetricStat }) =>
        MetricStat?.Metric.MetricName === metric
          ? MetricStat.Metric.Dimensions.map(({ Value }) => Value)
          : [],
      ),
    );
    expect(new Set(watched)).toEqual(new Set(logicalIds.map((Ref) => ({ Ref }))));
  }
});

test('a stage with alarms counts, and has a threshold for each', () => {
  const { params }: { params: Record<string, Record<string, unknown>> } = parse(
    readFileSync('serverless.yml', 'utf8'),
  );
  expect(Object.entries(params).map(([stage, { alarms, metrics }]) => [stage, alarms, metrics])).toEqual([
    ['local', 'no-alarms', 'off'],
    ['dev', 'no-alarms', 'by-store'],
    ['staging', 'alarms', 'by-store'],
    ['prod', 'alarms', 'by-store'],
  ]);
  const named = [...readFileSync('resources/alarms.yml', 'utf8').matchAll(/\$\{param:(\w+)\}/g)].map(
    ([, name = '']) => name,
  );
  for (const stage of ['staging', 'prod'])
    expect(Object.keys(params[stage] ?? {})).toEqual(expect.arrayContaining(named));
});

test('the dashboard is JSON, and shows every metric there is, by its name and dimensions', () => {
  const body = Resources['Dashboard']?.Properties['DashboardBody'] as { 'Fn::Sub': string };
  const { widgets }: { widgets: { properties: { metrics?: unknown[][] } }[] } = JSON.parse(body['Fn::Sub']);
  const own = widgets
    .flatMap(({ properties: { metrics = [] } }) => metrics)
    .filter(([namespace]) => namespace === 'WebOrders');
  expect(own.map(([, name]) => String(name)).toSorted()).toEqual([...metricNames].toSorted());
  expect(new Set(own.map(([, , ...dimensions]) => dimensions.join(' ')))).toEqual(
    new Set(['service web-orders-prod']),
  );
});

test('the runbook tells what every metric is', () => {
  expect(metricNames.filter((name) => !runbook.includes(`| \`${name}\` |`))).toEqual([]);
});
