import { describe, expect, test } from '@jest/globals';
import { type KnownShop, ordinalOf, shopAddress, shopKey } from '../../../lib/domain/connection.ts';

test('a shop’s address is its host and path, however it is written', () => {
  expect(
    [
      'https://www.Shop.example/',
      'shop.example',
      'http://shop.example/eu/',
      'stores/ABC123',
      'CoolBike.myshopify.com',
    ].map(shopAddress),
  ).toEqual(['shop.example', 'shop.example', 'shop.example/eu', 'stores/abc123', 'coolbike.myshopify.com']);
});

describe('which of a platform’s shops a store is connected to', () => {
  const shop = (address?: string, ordinal?: number): KnownShop => ({
    platform: 'woocommerce',
    shop: address,
    ordinal,
  });
  const a = 'https://a.example';
  const b = 'https://b.example';

  test.each<[string, string | undefined, KnownShop[], number | undefined]>([
    ['the first one', a, [], undefined],
    ['the first one, though another platform has a shop', a, [{ platform: 'shopify', shop: a }], undefined],
    ['the same one, connected again', 'https://www.a.example/', [shop(a)], undefined],
    ['one that is not named: the one before', undefined, [shop(a), shop(b, 2)], 2],
    ['another one', b, [shop(a)], 2],
    ['a third one', 'https://c.example', [shop(a), shop(b, 2)], 3],
    ['one that was left, and comes back', a, [shop(b, 2), shop(a), shop('https://c.example', 3)], undefined],
    ['the one after one that never sent anything', b, [shop(undefined)], undefined],
    ['one in another folder of the same host', 'https://a.example/eu', [shop(a)], 2],
  ])('is %s', (_, address, known, ordinal) => {
    expect(ordinalOf({ platform: 'woocommerce', shop: address }, known)).toBe(ordinal);
  });

  test('is in its key', () => {
    expect([shopKey(shop(a)), shopKey(shop(b, 2))]).toEqual(['woocommerce', 'woocommerce.2']);
  });
});
