import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { newSigningSecret, signatureHeaders } from '../../../lib/outgoing/sign.ts';

test('the example of the specification has the signature that it says', () => {
  const headers = signatureHeaders(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: 1_614_265_330,
    body: '{"test": 2432232314}',
  });
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('a new secret has 32 random bytes, in the form of the libraries', () => {
  const [one, two] = [newSigningSecret(), newSigningSecret()];
  expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(Buffer.from(one.slice(6), 'base64')).toHaveLength(32);
  expect(one).not.toBe(two);
});

test('npm’s library verifies whatever is signed, by either of two secrets, and nothing that was changed', () => {
  const body = fc.jsonValue().map((value) => JSON.stringify({ type: 'x', data: value }));
  fc.assert(
    fc.property(body, (text) => {
      const secrets = [newSigningSecret(), newSigningSecret()];
      const timestamp = Math.floor(Date.now() / 1000);
      const headers = signatureHeaders(secrets, { id: 'msg_1', timestamp, body: text });
      for (const secret of secrets)
        expect(new Webhook(secret).verify(text, headers)).toEqual(JSON.parse(text));
      for (const secret of secrets) {
        expect(() => new Webhook(secret).verify(`${text} `, headers)).toThrow('No matching signature found');
        expect(() => new Webhook(secret).verify(text, { ...headers, 'webhook-id': 'msg_2' })).toThrow(
          'No matching signature found',
        );
      }
      expect(() => new Webhook(newSigningSecret()).verify(text, headers)).toThrow(
        'No matching signature found',
      );
    }),
    { numRuns: 50 },
  );
});
