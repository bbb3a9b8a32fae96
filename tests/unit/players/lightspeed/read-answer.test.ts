import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../../terminal/http/send.ts';
import { CallFailed } from '../../../../players/lightspeed/call-failed.ts';
import { readAnswer } from '../../../../players/lightspeed/read-answer.ts';

const XML = { 'content-type': 'application/xml; charset=utf-8' };

function anAnswer(only: Partial<Omit<Answer, 'body'>> & { body?: string } = {}): Answer {
  const { body = '<?xml version="1.0" encoding="UTF-8"?><Cancel/>', ...others } = only;
  return { status: 200, headers: XML, tookMs: 1, ...others, body: Buffer.from(body) };
}

function error(code: string, message: string): string {
  return `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>r-1</RequestId></Error>`;
}

/** The sentence with which the answer fails. */
function failure(answer: Answer): string {
  try {
    readAnswer(answer, 'Cancel');
  } catch (thrown) {
    if (thrown instanceof CallFailed) return thrown.message;
    throw thrown;
  }
  return 'It did not fail.';
}

describe('an answer', () => {
  test('that is a 200 with the expected XML is taken', () => {
    expect(readAnswer(anAnswer(), 'Cancel')).toEqual({ name: 'Cancel', children: [], text: '' });
  });

  test.each<[string, Answer, string]>([
    [
      'wrong credentials',
      anAnswer({ status: 401, body: error('Unauthorized', 'Wrong user or password.') }),
      '401 Unauthorized: The user or the password is wrong. It says: Wrong user or password. (request r-1)',
    ],
    [
      'a module that is off',
      anAnswer({ status: 403, body: error('ModuleDisabled', 'Off.') }),
      '403 ModuleDisabled: The credentials are right, but the store’s Web Orders module is switched off. It says: Off. (request r-1)',
    ],
    [
      'another machine',
      anAnswer({ status: 403, body: error('MachineNotAllowed', 'No.') }),
      '403 MachineNotAllowed: The store accepts calls from another machine address only. It says: No. (request r-1)',
    ],
    [
      'a busy database',
      anAnswer({
        status: 503,
        headers: { ...XML, 'retry-after': '5' },
        body: error('ServiceUnavailable', 'Busy.'),
      }),
      '503 ServiceUnavailable: The service cannot be reached right now. It says: Busy. Try again in 5 s. (request r-1)',
    ],
    [
      'a JSON error page',
      anAnswer({ status: 404, headers: {}, body: '{"message":"Not Found"}' }),
      '404: There is no such address. Does the URL end with /LightSpeed? The answer carries no <Error>.',
    ],
    [
      'a redirect',
      anAnswer({ status: 301, headers: { location: 'https://example.com/' } }),
      '301: redirected to https://example.com/. Lightspeed does not follow redirects.',
    ],
    [
      'success that is not a 200',
      anAnswer({ status: 204, body: '' }),
      '204: That is not the 200 that Lightspeed takes for success. The answer carries no <Error>.',
    ],
    [
      'another content type',
      anAnswer({ headers: { 'content-type': 'text/html' } }),
      'The answer\'s Content-Type is "text/html" instead of application/xml; charset=utf-8.',
    ],
    [
      'XML that breaks off',
      anAnswer({ body: '<?xml version="1.0"?><Cancel>' }),
      "The answer is not well-formed XML: Unclosed tag 'Cancel'. (line 1).",
    ],
    [
      'XML without a declaration',
      anAnswer({ body: '<Cancel/>' }),
      'The answer is not well-formed XML: it does not begin with an XML declaration.',
    ],
    [
      'a 200 that carries an error',
      anAnswer({ body: error('InternalError', 'Sorry.') }),
      'The answer is a <Error> instead of a <Cancel>.',
    ],
  ])('with %s fails in plain words', (_what, answer, sentence) => {
    expect(failure(answer)).toBe(sentence);
  });
});
