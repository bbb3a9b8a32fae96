import type { Answer } from '../../terminal/http/send.ts';
import { CallFailed } from './call-failed.ts';
import { childText, NotXml, readXml, type XmlElement } from './xml-reader.ts';

/**
 * Takes an answer as Lightspeed does: a 200 with well-formed XML of the expected name, or it is a failure.
 * @throws CallFailed
 */
export function readAnswer({ status, headers, body }: Answer, root: string): XmlElement {
  if (status !== 200) throw new CallFailed(refusal({ status, headers, body }));
  const type = headers['content-type'] ?? '';
  if (!/^application\/xml *; *charset=utf-8$/i.test(type)) {
    throw new CallFailed(`The answer's Content-Type is "${type}" instead of application/xml; charset=utf-8.`);
  }
  const document = read(body);
  if (document.name !== root)
    throw new CallFailed(`The answer is a <${document.name}> instead of a <${root}>.`);
  return document;
}

function read(body: Buffer): XmlElement {
  try {
    if (!body.subarray(0, 5).equals(Buffer.from('<?xml')))
      throw new NotXml('it does not begin with an XML declaration');
    return readXml(body);
  } catch (cause) {
    if (!(cause instanceof NotXml)) throw cause;
    throw new CallFailed(`The answer is not well-formed XML: ${cause.message}.`, { cause });
  }
}

const MEANINGS: Record<number, string> = {
  400: 'The service could not read our XML.',
  401: 'The user or the password is wrong.',
  404: 'There is no such address. Does the URL end with /LightSpeed?',
  405: 'The address does not take this method.',
  413: 'Our message is too large.',
  422: 'Our message lacks something.',
  429: 'Too many attempts with wrong credentials.',
  500: 'The service failed.',
  502: 'The service failed, or is not there.',
  503: 'The service cannot be reached right now.',
  504: 'The service took too long.',
};

// A status has several codes; these are clearer than the status alone.
const CODES: Record<string, string> = {
  ModuleDisabled: 'The credentials are right, but the store’s Web Orders module is switched off.',
  MachineNotAllowed: 'The store accepts calls from another machine address only.',
  OrderNotFound: 'The store has no such order.',
};

function refusal({ status, headers, body }: Pick<Answer, 'status' | 'headers' | 'body'>): string {
  if (status >= 300 && status < 400) {
    return `${status}: redirected to ${headers.location}. Lightspeed does not follow redirects.`;
  }
  const { code, message, requestId } = readError(body);
  const meaning =
    CODES[code ?? ''] ?? MEANINGS[status] ?? 'That is not the 200 that Lightspeed takes for success.';
  const wait = headers['retry-after'];
  return [
    `${status}${code === undefined ? '' : ` ${code}`}: ${meaning}`,
    ...(message === undefined ? ['The answer carries no <Error>.'] : [`It says: ${message}`]),
    ...(wait === undefined ? [] : [`Try again in ${wait} s.`]),
    ...(requestId === undefined ? [] : [`(request ${requestId})`]),
  ].join(' ');
}

function readError(body: Buffer): Partial<Record<'code' | 'message' | 'requestId', string | undefined>> {
  try {
    const error = readXml(body);
    if (error.name !== 'Error') return {};
    return {
      code: childText(error, 'Code'),
      message: childText(error, 'Message'),
      requestId: childText(error, 'RequestId'),
    };
  } catch (error) {
    if (error instanceof NotXml) return {};
    throw error;
  }
}
