import { toInstant } from '../lib/domain/instant.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { JSON_OPTION, runOperation } from './run.ts';

// `npm run people`: who may use the console.

const HELP = `Who may use the console.

  npm run people -- --stage STAGE command

  invite EMAIL --operator    sees every store
  invite EMAIL --store ID    sees this store; again with another one: sees that one too
  remove EMAIL               can no longer come in; every open session ends
  list [--json]              everybody who may come in

Example: npm run people -- --stage prod invite clerk@coolbike.example --store coolbike

On a stage with consoleSignIn: cognito, invite also makes the user of the user pool, who is told by email.
`;

await runOperation({
  name: 'people',
  help: HELP,
  options: { operator: { type: 'boolean' }, store: { type: 'string' }, ...JSON_OPTION },
  act: async ({ stage, words: [name, ...words], values, tell, now }) => {
    const { commands } = await import('./people/commands.ts');
    const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new UsageError(`Which command? ${Object.keys(commands).join(', ')}`);
    tell(await command(words, { stage, values, now: toInstant(now) }));
    return 0;
  },
});
