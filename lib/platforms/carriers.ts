import type { Shipment } from '../domain/order.ts';

/** A carrier as the platforms know it. */
export interface Carrier {
  /** The spelling of Shopify's list, on which its links depend. */
  name: string;
  /** BigCommerce's `shipping_provider`; '' for one that it does not know. */
  bigcommerce: string;
  /** The tracking page; '' if unknown. */
  url: string;
}

const CARRIERS: readonly { spellings: RegExp; name: string; bigcommerce: string; url: string }[] = [
  { spellings: /^ups/, name: 'UPS', bigcommerce: 'ups', url: 'https://www.ups.com/track?tracknum=' },
  {
    spellings: /^(usps|uspostal|unitedstatespostal)/,
    name: 'USPS',
    bigcommerce: 'usps',
    url: 'https://tools.usps.com/go/TrackConfirmAction?tLabels=',
  },
  {
    spellings: /^(fedex|federalexpress)/,
    name: 'FedEx',
    bigcommerce: 'fedex',
    url: 'https://www.fedex.com/fedextrack/?trknbr=',
  },
  {
    spellings: /^dhl/,
    name: 'DHL Express',
    bigcommerce: '',
    url: 'https://www.dhl.com/en/express/tracking.html?AWB=',
  },
  {
    spellings: /^canadapost/,
    name: 'Canada Post',
    bigcommerce: 'canadapost',
    url: 'https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor=',
  },
  {
    spellings: /^purolator/,
    name: 'Purolator',
    bigcommerce: '',
    url: 'https://www.purolator.com/en/shipping/tracker?pin=',
  },
  { spellings: /^ontrac/, name: 'OnTrac', bigcommerce: '', url: 'https://www.ontrac.com/tracking/?number=' },
];

/** The carrier that Lightspeed named, in the platforms' spelling; an unknown one keeps its name. */
export function carrierOf({
  carrier = '',
  trackingNumber,
}: Pick<Shipment, 'carrier' | 'trackingNumber'>): Carrier {
  const letters = carrier.toLowerCase().replaceAll(/[^a-z]/g, '');
  const known = CARRIERS.find(({ spellings }) => spellings.test(letters));
  if (!known) return { name: carrier.trim() || 'Other', bigcommerce: '', url: '' };
  const { name, bigcommerce, url } = known;
  return { name, bigcommerce, url: `${url}${encodeURIComponent(trackingNumber)}` };
}
