/**
 * `npm run scale`: the arithmetic of docs/scale.md. Prints its tables; `--write` puts them into the document. Calls
 * nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { assumptions } from './scale/assumptions.ts';
import { changedBy } from './scale/arguments.ts';
import { tablesOf, withTables } from './scale/report.ts';
import { wholeNumber } from '../terminal/arguments.ts';
import { runCommand } from '../terminal/run-command.ts';

const HELP = `npm run scale -- [--dealers 1,100,10000] [--set name=value …] [--write]
The names that --set takes: ${Object.keys(assumptions).join(', ')}

Example: npm run scale -- --dealers 500 --set ordersPerDay=40`;

await runCommand('npm run scale -- --help', async () => {
  const { values } = parseArgs({
    options: {
      dealers: { type: 'string', default: '1,100,10000' },
      set: { type: 'string', multiple: true, default: [] },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const dealers = values.dealers.split(',').map((text) => wholeNumber('--dealers', text, 1));
  const tables = tablesOf(dealers, changedBy(values.set, assumptions));
  if (values.write) {
    const document = fileURLToPath(new URL('../docs/scale.md', import.meta.url));
    writeFileSync(document, withTables(readFileSync(document, 'utf8'), tables));
  } else {
    for (const [name, text] of tables) console.log(`${name}\n\n${text}\n`);
  }
  return 0;
});
