import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** The requests to the key service, without the plain texts. */
export interface KmsCall {
  operation: string;
  KeyId: string;
  EncryptionContext: Record<string, string>;
}

/** By the credentials of the tests, for this service. */
const SIGNED =
  /^AWS4-HMAC-SHA256 Credential=test\/\d{8}\/us-east-1\/kms\/aws4_request, SignedHeaders=[\w;-]*host[\w;-]*x-amz-target, Signature=[0-9a-f]{64}$/;

/** A KMS on loopback, as far as the vault asks one: it gives back only with the same key and context. */
export async function startKms() {
  const calls: KmsCall[] = [];
  const state = { isDown: false };
  const server = createServer((request, response) => {
    void json(request).then((input) => {
      const { KeyId, EncryptionContext, ...data } = input as KmsCall & Record<string, string>;
      const operation = String(request.headers['x-amz-target']).replace('TrentService.', '');
      calls.push({ operation, KeyId, EncryptionContext });
      const bound = JSON.stringify([KeyId, EncryptionContext]);
      const isSigned = SIGNED.test(String(request.headers.authorization));
      const [status, answer] = state.isDown
        ? [500, { __type: 'KMSInternalException' }]
        : isSigned
          ? answerTo(operation, bound, data)
          : [400, { __type: 'com.amazonaws.kms#IncompleteSignatureException' }];
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { endpoint, calls, state, close };
}

function answerTo(operation: string, bound: string, data: Record<string, string>): [number, object] {
  if (operation === 'Encrypt') {
    const reversed = Buffer.from(data['Plaintext'] ?? '', 'base64').reverse();
    return [
      200,
      {
        CiphertextBlob: Buffer.from(JSON.stringify([bound, reversed.toString('base64')])).toString('base64'),
      },
    ];
  }
  try {
    const [of, reversed] = JSON.parse(
      Buffer.from(data['CiphertextBlob'] ?? '', 'base64').toString(),
    ) as string[];
    if (of === bound)
      return [
        200,
        {
          Plaintext: Buffer.from(reversed ?? '', 'base64')
            .reverse()
            .toString('base64'),
        },
      ];
  } catch {
    // As KMS answers what it did not encrypt.
  }
  return [400, { __type: 'InvalidCiphertextException' }];
}
