const CONNECTION = `  --url URL               the base URL (LIGHTSPEED_URL, or the server that runs here)
  --user NAME             (lightspeed, or LIGHTSPEED_USER)
  --password TEXT         (local-password, or LIGHTSPEED_PASSWORD)
  --machine-address MAC   sent with every call, for a store that pins one`;

export const HELP = `Plays Lightspeed EVO: calls the service as Lightspeed does, and explains the answers.

  npm run lightspeed -- COMMAND [options]

  test           presses Test Connection
  poll           asks for the outstanding orders; changes nothing
  acknowledge    says which orders were imported and which were refused
  ship ID        reports a shipment of an order
  cancel ID      reports that an order was voided
  run            does all of it repeatedly, and loses some answers on purpose

${CONNECTION}

Each command has its own --help. Exit code: 0 all went well, 1 something did not, 2 wrong usage.

Example: npm run lightspeed -- poll --url http://coolbike.localhost:3000/LightSpeed`;

export const COMMAND_HELP = {
  test: `Presses Test Connection: are address, user and password right, and is the store's module enabled?

  npm run lightspeed -- test

${CONNECTION}

Example: npm run lightspeed -- test --url http://coolbike.localhost:3000/LightSpeed --password …`,

  poll: `Asks for the outstanding orders and checks each as an import would. They stay outstanding.

  npm run lightspeed -- poll [--json]

  --json                  for a program (docs/commands.md)

${CONNECTION}

Example: npm run -s lightspeed -- poll --json`,

  acknowledge: `Says which orders were imported and which were refused.

  npm run lightspeed -- acknowledge [ID...] [--refuse ID=reason]...

  ID...                   the orders to acknowledge; without any, polls and acknowledges all that is offered
  --refuse ID=reason      this one could not be imported, and why; may be given several times

${CONNECTION}

Example: npm run lightspeed -- acknowledge 100234 --refuse '100235=Unknown part'`,

  ship: `Reports a shipment of an order.

  npm run lightspeed -- ship ID --tracking NUMBER [options]

  --tracking NUMBER       the package's tracking number; several packages: several times
  --carrier NAME          for example UPS
  --service NAME          for example Ground
  --date DAY              for example 2026-11-24
  --item SKU=QUANTITY     what is in it; several times; without any, the whole order

${CONNECTION}

Example: npm run lightspeed -- ship 100234 --tracking 1Z999AA10123456784 --carrier UPS`,

  cancel: `Reports that an order was voided in Lightspeed.

  npm run lightspeed -- cancel ID [--reason TEXT]

  --reason TEXT           why; without it, an empty message is sent

${CONNECTION}

Example: npm run lightspeed -- cancel 100234 --reason "Voided: discontinued part"`,

  run: `Polls on an interval, imports what is offered, ships and cancels, and prints what happened in each round.

  npm run lightspeed -- run [options]

  --interval TIME         between two rounds: 5s, 500ms, 2m (5s)
  --rounds N              how many; without it, until Ctrl-C
  --ship SHARE            of the imported orders, shipped in each round, some of them in part (0.5)
  --refuse SHARE          of the offered orders, refused (0.1)
  --cancel SHARE          of the imported orders, voided in each round (0.05)
  --lose SHARE            of the calls: the answer is ignored or the connection cut, and the call repeated (0.1)
  --seed N                makes the same decisions again, given the same orders

${CONNECTION}

Example: npm run lightspeed -- run --interval 2s --rounds 10 --seed 7`,
};
