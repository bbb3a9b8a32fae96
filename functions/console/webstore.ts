import { consoleEndpoint, signedIn } from '../../lib/console/endpoint.tsx';
import { webstorePage } from '../../lib/console/pages/webstore.tsx';
import { answerPage } from '../../lib/console/router.ts';
import { readConsoleSettings } from '../../lib/console/settings.ts';

const settings = readConsoleSettings(process.env);

/** The page Webstore: it calls webstores and shops, and seals their secrets, as no other page does (contract 11). */
export const handler = consoleEndpoint((call) =>
  signedIn(call, settings, (signedInCall) => answerPage([webstorePage], signedInCall)),
);
