import { toInstant } from '../lib/domain/instant.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { runOperation } from './run.ts';
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
    finish: { type: 'boolean' },
  },
  act: async ({ stage, words: [name, ...words], values, now }) => {
    const { commands } = await import('./stores/commands.ts');
    const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) {
      const all = Object.keys(commands).join(', ');
      throw new UsageError(
        name === undefined ? `Which command? ${all}` : `There is no command "${name}": ${all}`,
      );
    }
    const port = process.env['PORT'] || '3000';
    const context = {
      values,
      now: toInstant(now),
      originOf: (storeId: string) => originOn(stage, port, storeId),
    };
    console.log(await command(words, context));
    return 0;
  },
});
