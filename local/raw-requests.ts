import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** serverless-offline passes bodies of this type on as their bytes, in base64. */
const BYTES = 'application/octet-stream';

/**
 * Lets requests to a port reach the functions as they were sent. serverless-offline takes every body for UTF-8, which
 * destroys UTF-16 and breaks signatures, passes some JSON on as values, and refuses paths that it cannot decode by
 * itself. The functions still see the content type that was sent.
 */
export function passOnRawRequests(port: number): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    if (request.socket.localPort !== port) return;
    request.headers['content-type'] = BYTES;
    request.url = decodable(request.url ?? '/');
  });
}

function decodable(url: string): string {
  const [path = '', ...query] = url.split('?');
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return [path.replaceAll('%', '%25'), ...query].join('?');
  }
}
