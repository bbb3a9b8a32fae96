/** What a person needs to connect something to this server. */
export interface Connection {
  origin: string;
  username: string;
  password: string;
  apiToken: string;
}

/** Where the commands look for a server unless they are told. */
const USUAL_ORIGIN = 'http://localhost:3000';

/** Shown once the server is ready: what to enter in Lightspeed, and the commands that play both sides. */
export function card({ origin, username, password, apiToken }: Connection): string {
  const elsewhere =
    origin === USUAL_ORIGIN ? '' : `\n    export ORDERS_URL=${origin} LIGHTSPEED_URL=${origin}/LightSpeed`;
  return `
  Ready. Lightspeed: System > Preferences > Location > Web Orders

    URL            ${origin}/LightSpeed
    User           ${username}
    Password       ${password}
    Content-Type   XML

  The console: ${origin}/console

  The webstore: PUT ${origin}/orders/{orderId}, Authorization: Bearer ${apiToken}

  In a second terminal:
${elsewhere}
    npm run orders -- --count 100                     the webstore places orders
    npm run lightspeed -- test                        what the button Test Connection does
    npm run lightspeed -- poll                        the orders that are offered
    npm run lightspeed -- acknowledge                 Lightspeed has taken them
    npm run lightspeed -- ship ID --tracking 1Z999    one is shipped
    npm run lightspeed -- cancel ID --reason Voided   one is canceled
    npm run lightspeed -- run                         all of that, again and again

  Ctrl-C stops the server.
`;
}
