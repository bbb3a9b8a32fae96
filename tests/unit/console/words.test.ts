import { describe, expect, test } from '@jest/globals';
import { indented } from '../../../lib/console/order-xml.ts';
import { trackingUrl } from '../../../lib/console/pages/order-words.tsx';

describe('a tracking number', () => {
  test.each([
    ['UPS', 'https://www.ups.com/track?tracknum=1Z%209'],
    ['ups ground', 'https://www.ups.com/track?tracknum=1Z%209'],
    ['USPS', 'https://tools.usps.com/go/TrackConfirmAction?tLabels=1Z%209'],
    ['U.S. Postal Service', 'https://tools.usps.com/go/TrackConfirmAction?tLabels=1Z%209'],
    ['FedEx Home', 'https://www.fedex.com/fedextrack/?trknbr=1Z%209'],
    ['Fed Ex', 'https://www.fedex.com/fedextrack/?trknbr=1Z%209'],
    ['DHL', 'https://www.dhl.com/us-en/home/tracking.html?tracking-id=1Z%209'],
    ['Canada Post', 'https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor=1Z%209'],
    ['Speedy', undefined],
    [undefined, undefined],
  ])('of %s leads to %s', (carrier, url) => {
    expect(trackingUrl(carrier, '1Z 9')).toBe(url);
  });
});

test('XML is indented, a line an element, and texts stay on theirs', () => {
  const xml =
    '<?xml version="1.0"?><Orders><Order><OrderId>1</OrderId><Items><Item/><Sku>A</Sku></Items></Order><a></a></Orders>';
  expect(indented(xml)).toBe(`<?xml version="1.0"?>
<Orders>
  <Order>
    <OrderId>1</OrderId>
    <Items>
      <Item/>
      <Sku>A</Sku>
    </Items>
  </Order>
  <a></a>
</Orders>`);
});
