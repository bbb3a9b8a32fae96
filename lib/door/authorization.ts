import type { Rejection } from '../domain/attempts.ts';

/** User and password of a Basic header, split at the first colon; UTF-8, or else Latin-1. */
export function readBasic(header: string | undefined): { user: string; password: string } | Rejection {
  if (!header?.trim()) return 'no header arrived';
  const encoded = /^\s*basic\s+([A-Za-z0-9+/_-]+={0,2})\s*$/i.exec(header)?.[1];
  const decoded = encoded === undefined ? '' : decode(Buffer.from(encoded, 'base64'));
  const colon = decoded.indexOf(':');
  if (colon === -1) return 'unreadable header';
  return { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** The token of a Bearer header. */
export function readBearer(header: string | undefined): { token: string } | Rejection {
  if (!header?.trim()) return 'no header arrived';
  const token = /^\s*bearer\s+(\S+)\s*$/i.exec(header)?.[1];
  return token === undefined ? 'unreadable header' : { token };
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
