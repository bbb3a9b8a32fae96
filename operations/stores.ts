import { toInstant } from '../lib/domain/instant.ts';
import { portOnThisMachine } from '../terminal/http/running-server.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { JSON_OPTION, runOperation } from './run.ts';
import { serverlessYml } from './stage.ts';
import { HELP } from './stores/help.ts';
import { originOn } from './stores/origin.ts';

// `npm run stores`: dealers' webstores, on a laptop and on a deployed stage alike.

await runOperation({
  name: 'stores',
  help: HELP,
  options: {
    name: { type: 'string' },
    username: { type: 'string' },
    'time-zone': { type: 'string' },
    start: { type: 'string' },
    payment: { type: 'string', multiple: true },
    supplier: { type: 'string', multiple: true },
    'part-without-sku': { type: 'string' },
    finish: { type: 'boolean' },
    url: { type: 'string' },
    rotate: { type: 'boolean' },
    off: { type: 'boolean' },
    on: { type: 'boolean' },
    test: { type: 'boolean' },
    remove: { type: 'boolean' },
    ...JSON_OPTION,
  },
  act: async ({ stage, words: [name, ...words], values, tell, signal, now }) => {
    const { commands, JSON_COMMANDS } = await import('./stores/commands.ts');
    if (values['json'] === true && ![...JSON_COMMANDS, 'webhook'].includes(name ?? ''))
      throw new UsageError(`--json is for ${JSON_COMMANDS.join(', ')} and webhook.`);
    const { exportStore, removeStore } = await import('./stores/whole-store.ts');
    if (name === 'export') return exportStore(words, signal);
    if (name === 'webhook') {
      const { webhookCommand } = await import('./stores/webhook.ts');
      const { told, exitCode } = await webhookCommand(words, { values, now: toInstant(now) });
      tell(told);
      return exitCode;
    }
    if (name === 'remove')
      return removeStore(words, { now: toInstant(now), signal, quietMs: quietTime(stage.name) });
    const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) {
      const all = [...Object.keys(commands), 'webhook', 'export', 'remove'].join(', ');
      throw new UsageError(
        name === undefined ? `Which command? ${all}` : `There is no command "${name}": ${all}`,
      );
    }
    const port = await portOnThisMachine(process.env);
    const context = {
      values,
      now: toInstant(now),
      originOf: (storeId: string) => originOn(stage, port, storeId),
    };
    tell(await command(words, context));
    return 0;
  },
});

/** Milliseconds for which a function may not know that a store is off, and then finish its call. */
function quietTime(stage: string): number {
  const timeouts = Object.values(serverlessYml().functions).map(({ timeout = 0 }) => timeout);
  const longest = stage === 'local' ? 1 : Math.max(serverlessYml().provider.timeout, ...timeouts);
  return (15 + longest) * 1000;
}
