export const HELP = `A shop with customers, on this machine, with the API of its platform. It behaves as the platform's documentation
says: its deliveries come late, twice, in any order, or not at all.

  npm run shop -- PLATFORM [options]          PLATFORM is woocommerce, shopify or bigcommerce

                   opens the shop, prints the command that connects it, and lets customers in when it is connected
  --loop           plays everything: connects the shop, lets customers order, lets Lightspeed take, ship and void, and
                   compares the shop's books with Lightspeed's. Ends with 1 if a cent, an order or a package differs
  --webhook-only   the shop of which only the webhook is connected: asks for the secret that npm run platforms
                   printed, or that was given to it, and compares its books with what Lightspeed is offered
                   (woocommerce, shopify). A store that had another shop has to be told of this one:
                   connect … --shop http://127.0.0.1:8080, and here --port 8080

  --orders 20      how many
  --seed 1         another one makes other orders
  --store local    the store that is connected
  --port 0         of the shop; any that is free
  --url URL        of the service, if it is not the one that runs on this machine
  --user, --password, --token    of the store, if they are not those of npm start
  --tracking notes     where a WooCommerce shop keeps tracking numbers: notes, shipment-tracking, advanced, fulfillments
  --off-by 0       hundredths by which the shop's books are wrong in one order, to see that it is found

Example: npm run shop -- woocommerce --loop --orders 30
`;
