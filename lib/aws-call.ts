import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { SignatureV4 } from '@smithy/signature-v4';
import { backoff } from './database/batches.ts';
import { dynamodb } from './database/client.ts';

/*
 * A few calls of AWS KMS and Cognito, signed by the AWS SDK's signer with the credentials of its DynamoDB client. The
 * SDK's KMS client has all fifty calls and would add 70 kB to each function that opens a secret.
 */

/** An answer of AWS that is not a success. */
export class AwsFailure extends Error {
  override name = 'AwsFailure';
  /** As in `InvalidCiphertextException`; '' where there was no answer. */
  readonly code: string;

  constructor(target: string, code: string) {
    super(`${target}: ${code || 'no answer'}`);
    this.code = code;
  }
}

/** Where each is called instead, if this is in the environment. */
const ENDPOINTS = {
  kms: 'AWS_ENDPOINT_URL_KMS',
  'cognito-idp': 'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER',
} as const;

/** One call: `TrentService.Decrypt` of `kms`. */
export interface AwsCall {
  service: keyof typeof ENDPOINTS;
  target: string;
}

interface Answer {
  status: number;
  text: string;
}

const ATTEMPTS = 3;
const TIMEOUT_MS = 3000;

/** Makes the call, up to three times if AWS does not answer or is busy. Throws `AwsFailure`. */
export async function callAws(call: AwsCall, input: object): Promise<Record<string, unknown>> {
  for (let attempt = 1; ; attempt += 1) {
    const { status, text } = await send(call, JSON.stringify(input));
    if (status === 200) return JSON.parse(text) as Record<string, unknown>;
    const code = codeIn(text);
    const isPassing = status === 0 || status >= 500 || /Throttl|TooMany/.test(code);
    if (attempt === ATTEMPTS || !isPassing) throw new AwsFailure(call.target, code);
    await sleep(backoff(attempt));
  }
}

/** As in `com.amazonaws.kms#InvalidCiphertextException`. */
function codeIn(text: string): string {
  try {
    const { __type: type = '' } = JSON.parse(text) as { __type?: string };
    return type.slice(type.lastIndexOf('#') + 1);
  } catch {
    return '';
  }
}

/** One attempt; the status is 0 if nothing came back. */
async function send({ service, target }: AwsCall, body: string): Promise<Answer> {
  const region = await dynamodb.config.region();
  const url = new URL(process.env[ENDPOINTS[service]] ?? `https://${service}.${region}.amazonaws.com/`);
  const { credentials, sha256 } = dynamodb.config;
  const signer = new SignatureV4({ service, region, credentials, sha256 });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    headers: {
      host: url.host,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
    },
    body,
  });
  return post(url, headers, body);
}

function post(url: URL, headers: Record<string, string>, body: string): Promise<Answer> {
  return new Promise((resolve) => {
    const request = url.protocol === 'http:' ? requestHttp : requestHttps;
    const nothing = (): void => resolve({ status: 0, text: '' });
    const sent = request(url, { method: 'POST', headers, timeout: TIMEOUT_MS }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      answer.on('error', nothing);
    });
    sent.on('timeout', () => sent.destroy(new Error('AWS did not answer.')));
    sent.on('error', nothing);
    sent.end(body);
  });
}
