import type { VNode } from 'preact';
import { Failure } from '../domain/failure.ts';
import type { Answer } from '../http/endpoint.ts';
import { methodOf } from '../http/request.ts';
import type { Done } from './done.ts';
import { type ConsoleCall, html, redirect } from './endpoint.tsx';

export type Params = Readonly<Record<string, string>>;

/** The answer of an action: where the browser goes, without a query, with the word for what was done, or a page. */
export type Outcome = { to: string; done?: Done } | { page: VNode; status?: number };

export interface ConsolePage {
  /** `{name}` stands for one segment. */
  path: string;
  show: (call: ConsoleCall, params: Params) => Promise<VNode | { to: string }>;
  /** The actions of its forms, by the field `act`. */
  acts?: Readonly<Record<string, (call: ConsoleCall, params: Params) => Promise<Outcome>>>;
}

/** Answers with the page that the path names, or with what its form asks for. Throws `NotFound`, `InvalidRequest`. */
export async function answerPage(pages: readonly ConsolePage[], call: ConsoleCall): Promise<Answer> {
  const { event, form } = call;
  for (const page of pages) {
    const params = match(page.path, event.rawPath);
    if (!params) continue;
    if (methodOf(event) !== 'POST') return shown(await page.show(call, params));
    const name = form.get('act') ?? '';
    const act = page.acts && Object.hasOwn(page.acts, name) ? page.acts[name] : undefined;
    if (!act) throw new Failure('InvalidRequest', 'This page has no such form.');
    call.facts['act'] = name;
    const outcome = await act(call, params);
    if ('page' in outcome) return html(outcome.page, { status: outcome.status ?? 200 });
    // The word, not the sentence: text from a URL is never shown.
    return redirect(outcome.done === undefined ? outcome.to : `${outcome.to}?done=${outcome.done}`);
  }
  throw new Failure('NotFound', 'There is no such page.');
}

function shown(result: VNode | { to: string }): Answer {
  return 'to' in result ? redirect(result.to) : html(result);
}

function match(pattern: string, path: string): Params | undefined {
  const expected = pattern.split('/');
  const segments = path.replace(/\/+$/, '').split('/');
  if (expected.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of expected.entries()) {
    const segment = decoded(segments[at] ?? '');
    if (part.startsWith('{')) params[part.slice(1, -1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
