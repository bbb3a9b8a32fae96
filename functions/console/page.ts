import { assets } from '../../lib/console/assets.ts';
import { asset, consoleEndpoint, signedIn } from '../../lib/console/endpoint.tsx';
import { pages } from '../../lib/console/pages.ts';
import { answerPage } from '../../lib/console/router.ts';
import { readConsoleSettings } from '../../lib/console/settings.ts';

const settings = readConsoleSettings(process.env);

/** Every page of the console and what its forms ask for (contract 11). */
export const handler = consoleEndpoint((call) => {
  const file = Object.values(assets).find(({ path }) => path === call.event.rawPath);
  if (file) return Promise.resolve(asset(file.type, file.text));
  return signedIn(call, settings, (signedInCall) => answerPage(pages, signedInCall));
});
