export const HELP = `Dealers' shops on WooCommerce, Shopify and BigCommerce: their orders come in, shipments go back.

  npm run platforms -- --stage STAGE COMMAND [ID] [PLATFORM] [options]

  connect ID PLATFORM         connects the shop; asks for what it needs without showing it, or takes it from
                              standard input, a line each; prints what to enter in the shop
    --shop URL                the shop: https://shop.example, coolbike.myshopify.com, or stores/abc123
    --webhook-only            without the shop's API: orders come in, nothing goes back, nothing is asked
                              (WooCommerce and Shopify)
    --since TIME              also imports what changed since then: 2026-11-01 or 2026-11-01T08:00:00Z
    --prefix TEXT             prefix of each order number: web- turns #1001 into web-1001
    --offer STATE,STATE       the shop's own states in which an order goes to Lightspeed; default: paid ones
    --test-orders             test orders go to Lightspeed too
    --cancel-in-shop          an order that is canceled in Lightspeed is canceled in the shop; otherwise it gets a note
    --no-wait                 does not wait for the first delivery
  list [ID]                   all connections, a line each
  show ID [PLATFORM]          the state of a store's connections
  test ID PLATFORM            tries the shop's API, and shows when the shop last sent something
  sync ID PLATFORM --since TIME   asks the shop for everything that changed since then, now
  held ID                     orders that wait until they are paid
  not-understood ID           what could not be read, and why; --again reads it again; --set-aside KEY takes off
                              the list what somebody has seen to
  disconnect ID PLATFORM      takes nothing more from the shop, and removes the webhooks that were made there

  PLATFORM is woocommerce, shopify or bigcommerce. A running service sees a change within 15 seconds.

docs/platforms has a page for each platform, click by click.

Example: npm run platforms -- --stage prod connect coolbike woocommerce --shop https://shop.example
`;
