import type { ComponentChildren } from 'preact';
import type { Person } from '../domain/people.ts';
import { assets } from './assets.ts';
import type { Session } from './session.ts';

/** The frame of every page, also of those without sign-in. */
export function Document({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>{title} · Web Orders</title>
        <link rel="stylesheet" href={assets.style.path} />
        <link rel="icon" href={assets.icon.path} type="image/svg+xml" />
        <script src={assets.script.path} defer />
      </head>
      <body>{children}</body>
    </html>
  );
}

/** The store that a page is about, for its menu. */
interface StoreMenu {
  id: string;
  name: string;
  current: 'Overview' | 'Orders' | 'LightSpeed' | 'Webstore' | 'Wire';
}

const STORE_PAGES = [
  ['Overview', ''],
  ['Orders', '/orders'],
  ['LightSpeed', '/lightspeed'],
  ['Webstore', '/webstore'],
  ['Wire', '/wire'],
] as const;

interface PageProps {
  title: string;
  session: Session;
  store?: StoreMenu | undefined;
  /** The current page of the upper menu. */
  current?: 'Stores' | 'People' | 'Audit' | undefined;
  /** The result of the last action. */
  done?: string | undefined;
  children: ComponentChildren;
}

/** A page of a signed-in person. */
export function Page({ title, session, store, current, done, children }: PageProps) {
  const { person, token } = session;
  return (
    <Document title={store ? `${title} · ${store.name}` : title}>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href="/console">
          Web Orders
        </a>
        <nav aria-label="Console">
          {menuOf(person).map(([name, href]) => (
            <a key={name} href={href} aria-current={name === current ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <form method="post" action="/console/sign-out" class="who">
          <span>{person.email}</span>
          <input type="hidden" name="token" value={token} />
          <button class="link">Sign out</button>
        </form>
      </header>
      {store && (
        <nav class="store" aria-label={store.name}>
          <strong>{store.name}</strong>
          {STORE_PAGES.map(([name, path]) => (
            <a
              key={name}
              href={`/console/stores/${store.id}${path}`}
              aria-current={name === store.current ? 'page' : undefined}
            >
              {name}
            </a>
          ))}
        </nav>
      )}
      <main id="content">
        {done && (
          <p class="done" role="status">
            ✓ {done}
          </p>
        )}
        {children}
      </main>
    </Document>
  );
}

function menuOf({ role }: Person): [name: string, href: string][] {
  return role === 'operator'
    ? [
        ['Stores', '/console/stores'],
        ['People', '/console/people'],
        ['Audit', '/console/audit'],
      ]
    : [['Stores', '/console/stores']];
}
