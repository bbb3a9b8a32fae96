import type { Page } from 'playwright-core';
import { setFunctionEnvironment } from './embedded-dynamodb.ts';

/** How somebody is at a page in a browser. */
interface Who {
  role: 'operator' | 'dealer';
  /** Whether the browser runs JavaScript. */
  scripted: boolean;
}

type Seen = Who & { path: string; act: string | undefined };

/** Where in the console the browser of a test file has been, and which forms it has sent. */
export class Reach {
  readonly #seen: Seen[] = [];

  watch(page: Page, who: Who): void {
    page.on('request', (request) => {
      if (!request.isNavigationRequest()) return;
      const form = new URLSearchParams(request.postData() ?? '');
      const act = request.method() === 'POST' ? (form.get('act') ?? '') : undefined;
      this.#seen.push({ ...who, path: new URL(request.url()).pathname, act });
    });
  }

  /** The pages that it has not opened, and the acts that it has not done. */
  async missing(isMeant: (who: Who) => boolean): Promise<{ pages: string[]; acts: string[] }> {
    const seen = this.#seen.filter(isMeant);
    const routes = await allRoutes();
    const isAt = (route: string, { path }: Seen) =>
      new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);
    return {
      pages: routes.map(({ route }) => route).filter((route) => !seen.some((one) => isAt(route, one))),
      acts: routes.flatMap(({ route, acts }) =>
        acts
          .filter((act) => !seen.some((one) => one.act === act && isAt(route, one)))
          .map((act) => `${route} ${act}`),
      ),
    };
  }
}

/** Every page of the console, as `{storeId}` for any store, with the acts of its forms. */
async function allRoutes(): Promise<{ route: string; acts: string[] }[]> {
  setFunctionEnvironment();
  const { pages } = await import('../../lib/console/pages.ts');
  const { webstorePage } = await import('../../lib/console/pages/webstore.tsx');
  return [...pages, webstorePage].map(({ path, acts = {} }) => ({ route: path, acts: Object.keys(acts) }));
}
