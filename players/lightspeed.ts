/** `npm run lightspeed`: plays Lightspeed EVO against any URL. It shares no code with the service. */
import { NoAnswer } from '../terminal/http/no-answer.ts';
import { type Command, readCommand } from './lightspeed/arguments.ts';
import { CallFailed } from './lightspeed/call-failed.ts';
import { lightspeedClient } from './lightspeed/client.ts';
import { acknowledge, cancel, poll, type Said, ship, test } from './lightspeed/commands.ts';
import { run } from './lightspeed/run.ts';
import { serverOnThisMachine } from '../terminal/http/running-server.ts';
import { pause } from '../terminal/pause.ts';
import { runCommand } from '../terminal/run-command.ts';
import { tell } from '../terminal/tell.ts';

/** The environment, with the URL of the server on this machine where it has none. */
async function withServer(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  return { LIGHTSPEED_URL: `${await serverOnThisMachine(env)}/LightSpeed`, ...env };
}

await runCommand('npm run lightspeed -- --help', async (signal) => {
  const command = readCommand(process.argv.slice(2), await withServer(process.env));
  if (command.command === 'help') {
    console.log(command.text);
    return 0;
  }
  if (command.command === 'run') return (await play(command, signal)) ? 0 : 1;
  try {
    const said = await callOnce(command, signal);
    const isJson = command.command === 'poll' && command.isJson;
    tell({ text: said.text, json: said.json }, isJson);
    return said.ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CallFailed || error instanceof NoAnswer)) throw error;
    console.error(`${command.command} failed. ${error.message}`);
    return 1;
  }
});

async function callOnce(
  command: Exclude<Command, { command: 'help' | 'run' }>,
  signal: AbortSignal,
): Promise<Said> {
  const client = lightspeedClient(command.settings, signal);
  switch (command.command) {
    case 'test':
      return test(client, command.settings, () => new Date());
    case 'poll':
      return poll(client);
    case 'acknowledge':
      return acknowledge(client, command);
    case 'ship':
      return ship(client, command.orderId, command.shipment);
    case 'cancel':
      return cancel(client, command.orderId, command.reason);
  }
}

async function play(
  { settings, options }: Extract<Command, { command: 'run' }>,
  signal: AbortSignal,
): Promise<boolean> {
  // Ctrl-C lets the call that is under way finish, so that the summary is true.
  const client = lightspeedClient(settings, new AbortController().signal);
  const world = {
    client,
    print: (line: string) => console.log(line),
    pause: (milliseconds: number) => pause(milliseconds, signal),
    now: () => new Date(),
  };
  return run(options, world, signal);
}
