import { afterAll, describe, expect, test } from '@jest/globals';
import { startSimulator } from '../../../local/simulator.ts';

const { origin, close } = await startSimulator();
afterAll(close);

/** What a press of a button is answered. */
async function press(fields: Record<string, string>, headers: Record<string, string> = { origin }) {
  const answer = await fetch(origin, { method: 'POST', headers, body: new URLSearchParams(fields) });
  const [, said] = /<pre role="status">(.*?)<\/pre>/s.exec(await answer.text()) ?? [];
  return [answer.status, said];
}

describe('the simulator', () => {
  test('opens with what the console knows, as text', async () => {
    const query = new URLSearchParams({ url: 'http://localhost:3000/LightSpeed', user: '"><script>' });
    const html = await (await fetch(`${origin}/?${query}`)).text();
    expect(html).toContain('name="url" type="text" value="http://localhost:3000/LightSpeed"');
    expect(html).not.toContain('<script>');
  });

  test.each([
    ['another page', { origin: 'http://shop.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['nobody knows whom', {}],
  ])('is not pressed by %s', async (_, headers) => {
    expect(await press({ do: 'poll', url: 'http://127.0.0.1:1/' }, headers)).toEqual([403, undefined]);
  });

  test.each([
    [{ do: 'constructor' }, 'There is no such button.'],
    [{ do: 'poll', url: '' }, '"" is not a URL. It looks like http://localhost:3000'],
    [
      { do: 'ship', url: 'file:///etc/passwd' },
      '"file:///etc/passwd" is not a URL. It looks like http://localhost:3000',
    ],
    [
      { do: 'test', url: 'http://127.0.0.1:1/LightSpeed' },
      'Nothing listens at http://127.0.0.1:1 (connection refused). Is the server running? Start it with: npm start',
    ],
  ])('says what is wrong with %j', async (fields, text) => {
    expect(await press(fields)).toEqual([200, text.replaceAll('"', '&quot;')]);
  });
});
