/** BigCommerce names states, the others have codes; Lightspeed's dealers read codes. United States and Canada. */
const codes = new Map([
  [
    'US',
    parsed(
      `Alabama AL|Alaska AK|American Samoa AS|Arizona AZ|Arkansas AR|Armed Forces Americas AA|Armed Forces Europe AE|
Armed Forces Pacific AP|California CA|Colorado CO|Connecticut CT|Delaware DE|District of Columbia DC|Florida FL|Georgia GA|
Guam GU|Hawaii HI|Idaho ID|Illinois IL|Indiana IN|Iowa IA|Kansas KS|Kentucky KY|Louisiana LA|Maine ME|Maryland MD|
Massachusetts MA|Michigan MI|Minnesota MN|Mississippi MS|Missouri MO|Montana MT|Nebraska NE|Nevada NV|New Hampshire NH|
New Jersey NJ|New Mexico NM|New York NY|North Carolina NC|North Dakota ND|Northern Mariana Islands MP|Ohio OH|Oklahoma OK|
Oregon OR|Pennsylvania PA|Puerto Rico PR|Rhode Island RI|South Carolina SC|South Dakota SD|Tennessee TN|Texas TX|Utah UT|
Vermont VT|Virgin Islands VI|Virginia VA|Washington WA|Washington DC DC|West Virginia WV|Wisconsin WI|Wyoming WY`,
    ),
  ],
  [
    'CA',
    parsed(
      `Alberta AB|British Columbia BC|Manitoba MB|New Brunswick NB|Newfoundland NL|Newfoundland and Labrador NL|
Northwest Territories NT|Nova Scotia NS|Nunavut NU|Ontario ON|Prince Edward Island PE|Quebec QC|Saskatchewan SK|Yukon YT|
Yukon Territory YT`,
    ),
  ],
]);

function parsed(list: string): Map<string, string> {
  const entries = list.split('|').map((entry) => entry.trim());
  return new Map(entries.map((entry) => [keyOf(entry.slice(0, -3)), entry.slice(-2)]));
}

/** `Texas`, `TEXAS` and `tx` of the United States are `TX`. What is not known stays as it came. */
export function stateCode(state: string | undefined, country: string | undefined): string | undefined {
  if (state === undefined) return undefined;
  const names = codes.get(country?.toUpperCase() ?? '');
  if (names === undefined) return state;
  const isCode = [...names.values()].includes(state.toUpperCase());
  return isCode ? state.toUpperCase() : (names.get(keyOf(state)) ?? state);
}

function keyOf(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
}
