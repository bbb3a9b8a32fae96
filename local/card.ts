/** What a person needs to connect something to this server. */
export interface Connection {
  origin: string;
  username: string;
  password: string;
  apiToken: string;
}

/**
 * Shown once the server is ready: what to enter in Lightspeed, and the commands that play both sides. They find the
 * server by its folder, so a chosen folder is named in them.
 */
export function card({ origin, username, password, apiToken }: Connection, dataDir?: string): string {
  const elsewhere = dataDir ? `\n    export DATA_DIR='${dataDir.replaceAll("'", `'\\''`)}'` : '';
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
