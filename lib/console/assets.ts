import { createHash } from 'node:crypto';
import script from './script.browser';
import style from './style.css';

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b5cad"/><path d="M9 2 4 9h3l-1 5 6-8H8z" fill="#fff"/></svg>';

/** The files that pages load, all from this host. */
export const assets = {
  style: { path: `/console/style.${nameOf(style)}.css`, type: 'text/css; charset=utf-8', text: style },
  script: {
    path: `/console/script.${nameOf(script)}.js`,
    type: 'text/javascript; charset=utf-8',
    text: script,
  },
  icon: { path: `/console/icon.${nameOf(icon)}.svg`, type: 'image/svg+xml', text: icon },
} as const;

function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
