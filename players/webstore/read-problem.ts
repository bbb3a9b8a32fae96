import type { Answer } from '../../terminal/http/send.ts';
import { CannotPlaceOrders, type Refusal } from './outcome.ts';

type Problem = {
  code: string;
  title?: string;
  detail?: string;
  errors?: { pointer: string; detail?: string }[];
};

/**
 * Reads an `application/problem+json` answer.
 * @throws CannotPlaceOrders when the token is wrong, or when whatever answered is not this service
 */
export function readProblem({ status, headers, body }: Answer, url: string): Refusal {
  const problem = headers['content-type']?.startsWith('application/problem+json') ? parse(body) : undefined;
  if (problem === undefined) {
    const type = headers['content-type'] ?? 'no content type';
    // API Gateway has words of its own for a service that is busy or broken.
    if (status === 429 || status >= 500)
      return { status, code: '', detail: `It came with ${type}.`, pointers: [] };
    throw new CannotPlaceOrders(
      `${url} answered ${status} with ${type}. That is not the webstore API; is the URL right?`,
    );
  }
  if (status === 401)
    throw new CannotPlaceOrders(`${url} does not know this API token (401). Pass the store's own: --token`);
  if (problem.code === 'NotFound')
    throw new CannotPlaceOrders(`${url} has no /orders (404). Is the URL right?`);
  const errors = problem.errors ?? [];
  return {
    status,
    code: problem.code,
    detail: problem.detail ?? errors[0]?.detail ?? problem.title ?? '',
    pointers: errors.map((error) => error.pointer),
  };
}

function parse(body: Buffer): Problem | undefined {
  try {
    const problem: unknown = JSON.parse(body.toString());
    return isProblem(problem) ? problem : undefined;
  } catch {
    return undefined;
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}
