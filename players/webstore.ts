/** `npm run webstore`: plays a webstore that gets messages about its orders. It shares no code with the service. */
import { runCommand } from '../terminal/run-command.ts';
import { HELP, readListenArguments } from './webstore/listen/arguments.ts';
import { listen } from './webstore/listen/listen.ts';

await runCommand('npm run webstore -- --help', async (signal) => {
  const options = readListenArguments(process.argv.slice(2), process.env);
  if (options === undefined) {
    console.log(HELP);
    return 0;
  }
  return listen(options, signal);
});
