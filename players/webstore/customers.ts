import type { Random } from '../seeded-random.ts';
import type { Address } from './placed-order.ts';

type Choices = readonly [string, ...string[]];

type Country = {
  country: string;
  currency: string;
  /** Hundredths of a percent; what the dealer charges there. */
  taxBasisPoints: readonly [number, ...number[]];
  firstNames: Choices;
  lastNames: Choices;
  /** `#` stands for a house number. */
  streets: Choices;
  /** City, state and postal code; the state may be empty. */
  places: readonly [readonly [string, string, string], ...(readonly [string, string, string])[]];
  /** `##` stands for two digits, in ranges that are reserved for fiction. */
  phone: string;
};

const UNITED_STATES: Country = {
  country: 'US',
  currency: 'USD',
  taxBasisPoints: [0, 600, 625, 725, 887],
  firstNames: ['Dana', 'Marcus', 'Siobhán', 'José', 'Emily', 'D’Andre', 'Wei', 'Chloë', 'Travis', 'Renée'],
  lastNames: [
    'Reyes',
    "O'Neill",
    'Muñoz',
    'Smith-Jones',
    'Nguyen',
    'Kowalski',
    'Peña',
    'Van Der Berg',
    'Null',
  ],
  streets: ['# Elm St', '# Lake Shore Dr', '# County Road 12', 'PO Box #', '# Harbor Blvd', "# King's Hwy"],
  places: [
    ['Boise', 'ID', '83702'],
    ['Cañon City', 'CO', '81212'],
    ["Coeur d'Alene", 'ID', '83814'],
    ['Duluth', 'MN', '55802'],
    ['Holyoke', 'MA', '01040'],
    ['Bar Harbor', 'ME', '04609-1234'],
    ['Lake Havasu City', 'AZ', '86403'],
  ],
  phone: '208-555-01##',
};

const ELSEWHERE: readonly [Country, ...Country[]] = [
  {
    country: 'CA',
    currency: 'CAD',
    taxBasisPoints: [500, 1300, 1498],
    firstNames: ['François', 'Noémie', 'Liam', 'Geneviève'],
    lastNames: ['Tremblay', 'Lévesque', 'MacDonald', 'Côté'],
    streets: ['# rue Sainte-Catherine', '# Bathurst St', '# chemin du Lac-à-l’Épaule'],
    places: [
      ['Trois-Rivières', 'QC', 'G9A 5H7'],
      ['Kelowna', 'BC', 'V1Y 1J4'],
      ['Québec', 'QC', 'G1R 4S9'],
    ],
    phone: '613-555-01##',
  },
  {
    country: 'DE',
    currency: 'USD',
    taxBasisPoints: [0],
    firstNames: ['Jürgen', 'Käthe', 'Anna-Lena'],
    lastNames: ['Müller', 'Weiß', 'Öztürk', 'von der Heide'],
    streets: ['Königstraße #', 'Am Jachthafen #'],
    places: [
      ['Überlingen', '', '88662'],
      ['Gößweinstein', '', '91327'],
    ],
    phone: '+49 30 231250##',
  },
  {
    country: 'MX',
    currency: 'USD',
    taxBasisPoints: [0],
    firstNames: ['Íñigo', 'María José', 'Ángel'],
    lastNames: ['Peña Núñez', 'García', 'Ibáñez'],
    streets: ['Calle 5 de Mayo N.º #', 'Av. Revolución #'],
    places: [
      ['Mérida', 'YUC', '97000'],
      ['San Luis Potosí', 'SLP', '78000'],
    ],
    phone: '+52 55 5555 01##',
  },
  {
    country: 'SE',
    currency: 'USD',
    taxBasisPoints: [0],
    firstNames: ['Åsa', 'Björn'],
    lastNames: ['Sjöström', 'Ångström'],
    streets: ['Strandvägen #', 'Bryggargatan #'],
    places: [
      ['Örebro', '', '702 10'],
      ['Malmö', '', '211 19'],
    ],
    phone: '+46 31 390 06 ##',
  },
  {
    country: 'PL',
    currency: 'USD',
    taxBasisPoints: [0],
    firstNames: ['Łukasz', 'Małgorzata'],
    lastNames: ['Żółkiewski', 'Wójcik'],
    streets: ['ul. Świętojańska #', 'al. Róż #/4'],
    places: [
      ['Łódź', '', '90-001'],
      ['Gdańsk', '', '80-001'],
    ],
    phone: '+48 22 555 01 ##',
  },
  {
    country: 'JP',
    currency: 'USD',
    taxBasisPoints: [0],
    firstNames: ['陽子', 'Kenji'],
    lastNames: ['田中', 'Satō'],
    streets: ['#-chōme 4-12', '本町 #'],
    places: [
      ['横浜市', '神奈川県', '231-0017'],
      ['Sapporo', 'Hokkaidō', '060-0001'],
    ],
    phone: '+81 3 5555 01##',
  },
];

const COMPANIES: Choices = [
  'Reyes Racing',
  'Bass & Sons Marine',
  'Smith, Smith & Daughters',
  'Über-Moto GmbH <Werkstatt>',
  '"Wake" Boats LLC',
  'Pêcheries Côté Inc.',
  'Ferme R&D Müller',
  '3 Rivers Powersports',
];

export type Customer = { address: Address; currency: string; taxBasisPoints: number };

/** An invented person with an invented street, phone number and mailbox. */
export function makeCustomer(random: Random): Customer {
  const country = random.chance(0.7) ? UNITED_STATES : random.pick(ELSEWHERE);
  const [city, state, postalCode] = random.pick(country.places);
  const lastName = random.pick(country.lastNames);
  const company = random.chance(0.25) ? random.pick(COMPANIES) : undefined;
  // Workshops order without a person's name.
  const nameless = company !== undefined && random.chance(0.3);
  return {
    currency: country.currency,
    taxBasisPoints: random.pick(country.taxBasisPoints),
    address: {
      ...(nameless ? {} : { firstName: random.pick(country.firstNames), lastName }),
      ...(company === undefined ? {} : { company }),
      address1: random.pick(country.streets).replace('#', String(random.integer(1, 9800))),
      ...(random.chance(0.2)
        ? { address2: random.pick(['Unit 4', 'Apt. #2B', 'Slip 17', 'c/o Harbor Master']) }
        : {}),
      city,
      ...(state === '' ? {} : { state }),
      postalCode,
      country: country.country,
      ...(random.chance(0.9) ? { phone: country.phone.replace('##', String(random.integer(10, 99))) } : {}),
      email: `${mailbox(lastName)}${random.integer(1, 999)}@example.com`,
    },
  };
}

function mailbox(lastName: string): string {
  const letters = lastName
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
  return letters === '' ? 'customer' : letters;
}
