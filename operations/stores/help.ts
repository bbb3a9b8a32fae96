export const HELP = `Manages dealers' webstores on a stage: credentials, settings, messages.

  npm run stores -- --stage STAGE COMMAND [ID] [options]

  add ID                 adds a store; prints its secrets once, and what to enter in Lightspeed
  list                   all stores, a line each
  show ID                one store, and what to enter in Lightspeed
  set ID                 changes the settings that the options name
  enable ID              lets Lightspeed call
  disable ID             answers Lightspeed with ModuleDisabled; the webstore may still place orders
  rotate-password ID     makes a new password; the old one stays valid until --finish
  set-password ID        takes a password that the dealer chose, typed twice unseen or a line of standard input: 12 characters
                         or more, none of the common ones; the old one stays valid until rotate-password ID --finish
  rotate-token ID        makes a new API token; the old one stays valid until --finish
  pin ID ADDRESS         takes calls from one Lightspeed server only, by its machine address
  unpin ID               takes calls from any again
  webhook ID             the URL that is told when Lightspeed or staff change an order, and how it responds
    --url URL            sets it: https on port 443; prints the signing secret, once
    --rotate             makes a new secret; both sign until --rotate --finish
    --off, --on          holds its messages; sends the held ones
    --test               sends one message at once, and prints what came back
    --remove             removes it; undelivered messages are held, and go when a URL is set again
  export ID              everything of a store on standard output, a JSON document a line; secrets are left out
  remove ID              shows what it will remove, asks for the id, and removes everything of the store forever;
                         may be interrupted and repeated

  --stage STAGE          local, dev, staging or prod
  --name "Cool Bike"     its name for people (add, set)
  --username USER        Lightspeed's user, without a colon (add, set); default lightspeed
  --time-zone ZONE       of OrderDate, such as America/Boise; none: UTC (add, set)
  --start TIME           orders placed before it are not offered: now, 2026-11-23 (midnight, UTC),
                         2026-11-23T18:04:05Z; none: all are (add, set)
  --json                 with list, show and webhook: for a program (docs/commands.md)
  --payment stripe=VISA  books a shop's payment method as this type of Lightspeed; stripe=none removes it (set)
  --supplier Kawasaki=KA maps a shop's vendor or brand to the dealer's supplier code (set)
  --part-without-sku SKU the part for a shop's line without a SKU; default NO-SKU (set)
  --finish               with rotate-…: the old one ends now

ID is the first label of the store's host name: coolbike of https://coolbike.example.com/LightSpeed.
A running service sees a change within 15 seconds.

Example: npm run stores -- --stage prod add coolbike --name "Cool Bike" --time-zone America/Boise
`;
