import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { checkUrl, guarded, parseUrl, type Reach } from '../../../lib/outgoing/address.ts';
import { request } from '../../../lib/outgoing/request.ts';

/** A lookup that gives these addresses, in this order: those of the first question first. */
function answering(...answers: string[][]): LookupFunction {
  let asked = 0;
  return (_host, options, done) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    const all: LookupAddress[] = addresses.map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    if (options.all) done(null, all);
    else done(null, all[0]?.address ?? '', all[0]?.family);
  };
}

function faultOf(url: string, reach: Reach = 'public'): string {
  try {
    parseUrl(url, reach);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
}

const NOT_PUBLIC = /leads to an address that is not public/;

describe('a URL that is set', () => {
  test.each([
    'https://shop.example.com/hooks',
    'https://8.8.8.8/',
    'https://shop.example.com:443/x?key=1',
    'https://[2606:4700::1]/',
  ])('may be %s', (url) => {
    expect(faultOf(url)).toBe('none');
  });

  test.each([
    ['http://shop.example.com/', 'It must begin with https://'],
    ['ftp://shop.example.com/', 'It must begin with https://'],
    ['https://shop.example.com:8443/', 'It must not name a port: only 443 is called.'],
    ['https://shop.example.com:80/', 'It must not name a port: only 443 is called.'],
    [
      'https://user@shop.example.com/',
      'It must not hold a user or a password: what signs the messages is the secret.',
    ],
    [
      'https://u:p@shop.example.com/',
      'It must not hold a user or a password: what signs the messages is the secret.',
    ],
    ['shop.example.com', 'It is not a URL, as https://shop.example.com/webhooks is.'],
    ['', 'It is not a URL, as https://shop.example.com/webhooks is.'],
    [
      `https://shop.example.com/${'x'.repeat(2000)}`,
      'It is not a URL, as https://shop.example.com/webhooks is.',
    ],
  ])('may not be %s', (url, fault) => {
    expect(faultOf(url)).toBe(fault);
  });

  test.each([
    ['loopback', 'https://127.0.0.1/'],
    ['loopback, another one', 'https://127.8.9.1/'],
    ['shortened', 'https://127.1/'],
    ['one decimal number', 'https://2130706433/'],
    ['octal', 'https://0177.0.0.1/'],
    ['hex', 'https://0x7f000001/'],
    ['hex by parts', 'https://0x7f.0.0.1/'],
    ['full-width digits', 'https://１２７.0.0.1/'],
    ['by name', 'https://localhost/'],
    ['by name, with a dot at its end', 'https://localhost./'],
    ['by a name below', 'https://shop.localhost/'],
    ['unspecified', 'https://0.0.0.0/'],
    ['this network', 'https://0.1.2.3/'],
    ['IPv6 loopback', 'https://[::1]/'],
    ['IPv6 unspecified', 'https://[::]/'],
    ['IPv4 in IPv6', 'https://[::ffff:127.0.0.1]/'],
    ['IPv4 in IPv6, in hex', 'https://[::ffff:7f00:1]/'],
    ['IPv4 in IPv6, the old form', 'https://[::127.0.0.1]/'],
    ['NAT64', 'https://[64:ff9b::7f00:1]/'],
    ['NAT64, a local one', 'https://[64:ff9b:1::7f00:1]/'],
    ['6to4', 'https://[2002:7f00:1::]/'],
    ['Teredo', 'https://[2001::1]/'],
    ['private 10', 'https://10.0.0.1/'],
    ['private 172', 'https://172.16.0.1/'],
    ['private 192', 'https://192.168.1.1/'],
    ['link-local: the credentials of a cloud', 'https://169.254.169.254/latest/meta-data/'],
    ['link-local: X-Ray in Lambda', 'https://169.254.79.129:443/'],
    ['shared, of providers', 'https://100.64.0.1/'],
    ['benchmarks', 'https://198.18.0.1/'],
    ['multicast', 'https://224.0.0.1/'],
    ['broadcast', 'https://255.255.255.255/'],
    ['unique local', 'https://[fd00::1]/'],
    ['IPv6 link-local', 'https://[fe80::1]/'],
    ['site-local', 'https://[fec0::1]/'],
  ])('leads to nothing that is not public: %s', (_, url) => {
    expect(faultOf(url)).toMatch(NOT_PUBLIC);
  });

  test.each([
    ['http://localhost:3178/hooks', 'none'],
    ['http://127.0.0.1:3178/', 'none'],
    ['http://[::1]:3178/', 'none'],
    ['http://shop.localhost:3178/', 'none'],
    ['https://localhost:3178/', 'none'],
    ['http://shop.example.com/', 'It must begin with https://'],
    ['http://10.0.0.1/', 'It must begin with https://'],
    ['https://10.0.0.1/', 'Its host 10.0.0.1 leads to an address that is not public.'],
    ['https://127.0.0.2/', 'Its host 127.0.0.2 leads to an address that is not public.'],
    [
      'http://user@localhost/',
      'It must not hold a user or a password: what signs the messages is the secret.',
    ],
  ])('in stage local may lead to this machine, and to no other: %s', (url, fault) => {
    expect(faultOf(url, 'this machine too')).toBe(fault);
  });
});

describe('a name that is set', () => {
  test('may lead to public addresses', async () => {
    const url = await checkUrl(
      'https://shop.example.com/',
      'public',
      answering(['93.184.216.34', '2606:4700::1']),
    );
    expect(url.hostname).toBe('shop.example.com');
  });

  test.each([
    [['10.0.0.1']],
    [['93.184.216.34', '127.0.0.1']],
    [['::ffff:10.0.0.1']],
    [['::1']],
    [['169.254.169.254']],
  ])('may not lead to %j, nor to one of several that is not public', async (addresses) => {
    await expect(checkUrl('https://shop.example.com/', 'public', answering(addresses))).rejects.toThrow(
      NOT_PUBLIC,
    );
  });

  test('must lead somewhere', async () => {
    const nowhere: LookupFunction = (_host, _options, done) => done(new Error('ENOTFOUND'), '');
    await expect(checkUrl('https://shop.example.com/', 'public', nowhere)).rejects.toThrow(
      'Its name shop.example.com cannot be found.',
    );
  });
});

describe('each connection looks again', () => {
  const outgoing = {
    method: 'POST' as const,
    url: 'https://shop.example.com/hooks',
    headers: {},
    body: '{}',
    reach: 'public' as const,
    timeoutMs: 2000,
    maxBytes: 1000,
  };

  test('so a name that was public when it was set, and no longer is, is not reached', async () => {
    const rebinding = answering(['93.184.216.34'], ['127.0.0.1']);
    await checkUrl(outgoing.url, 'public', rebinding);
    await expect(request({ ...outgoing, lookup: rebinding })).rejects.toThrow(NOT_PUBLIC);
  });

  test('and if one of several addresses is not public, none is', async () => {
    const lookup = answering(['93.184.216.34', '192.168.0.1']);
    await expect(request({ ...outgoing, lookup })).rejects.toThrow(NOT_PUBLIC);
  });

  test('also where the stage may reach this machine: a name elsewhere is no way into its network', async () => {
    const lookup = answering(['192.168.0.1']);
    await expect(request({ ...outgoing, reach: 'this machine too', lookup })).rejects.toThrow(NOT_PUBLIC);
  });

  test('and an address in the URL itself is refused before anything is looked up', async () => {
    const lookup: LookupFunction = () => {
      throw new Error('It was looked up.');
    };
    await expect(request({ ...outgoing, url: 'https://169.254.169.254/', lookup })).rejects.toThrow(
      NOT_PUBLIC,
    );
  });

  test('a guarded lookup gives what is public, as it came', async () => {
    const addresses = await new Promise((resolve) => {
      guarded(answering(['93.184.216.34']), 'public')('shop.example.com', { all: true }, (_error, found) => {
        resolve(found);
      });
    });
    expect(addresses).toEqual([{ address: '93.184.216.34', family: 4 }]);
  });
});
