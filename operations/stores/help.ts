export const HELP = `Dealers' webstores on a stage: who may call, and how each wants its orders.

  npm run stores -- --stage STAGE COMMAND [ID] [options]

  add ID                 adds a store; prints its secrets once, and what to enter in Lightspeed
  list                   all stores, a line each
  show ID                one store, and what to enter in Lightspeed
  set ID                 changes what the options name
  enable ID              lets Lightspeed call
  disable ID             answers Lightspeed with ModuleDisabled; the webstore may still place orders
  rotate-password ID     makes a new password; the old one stays valid until --finish
  set-password ID        takes a password that the dealer chose, typed twice unseen or a line of standard input: 12 characters
                         or more, none of the common ones; the old one stays valid until rotate-password ID --finish
  rotate-token ID        makes a new API token; the old one stays valid until --finish
  pin ID ADDRESS         takes calls from one Lightspeed server only, by its machine address
  unpin ID               takes calls from any again
  webhook ID             where the webstore is told what Lightspeed and staff did to its orders, and how it listens
    --url URL            tells it there, https on port 443; prints the secret that signs, once
    --rotate             makes a new secret; both sign until --rotate --finish
    --off, --on          holds its messages; tells those that were held
    --test               sends one message at once, and prints what came back
    --remove             sends it no more messages; what was not delivered is held, and goes if a URL is named again
  export ID              everything of a store on standard output, a JSON document a line; secrets are left out
  remove ID              tells what it will remove, asks for the id, and removes everything of the store forever;
                         may be interrupted and repeated

  --stage STAGE          local, dev, staging or prod
  --name "Cool Bike"     what people call it (add, set)
  --username USER        Lightspeed's user, without a colon (add, set); lightspeed unless it is given
  --time-zone ZONE       OrderDate is written in it, as in America/Boise; none: in UTC (add, set)
  --start TIME           orders placed before it are not offered: now, 2026-11-23 (midnight, UTC),
                         2026-11-23T18:04:05Z; none: all are (add, set)
  --json                 with list, show and webhook: for a program (docs/commands.md)
  --payment stripe=VISA  what a shop's payment method is in Lightspeed; stripe=none takes it away (set)
  --supplier Kawasaki=KA a shop's vendor or brand, and the dealer's supplier code (set)
  --part-without-sku SKU the part that stands for a shop's line without a SKU; NO-SKU unless it is given (set)
  --finish               with rotate-…: the old one ends now

ID is the first label of the store's host name: coolbike of https://coolbike.example.com/LightSpeed.
A running service sees a change within 15 seconds.

Example: npm run stores -- --stage prod add coolbike --name "Cool Bike" --time-zone America/Boise
`;
