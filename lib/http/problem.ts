import { STATUS_CODES } from 'node:http';
import type { Failure } from '../domain/failure.ts';
import { statuses } from './statuses.ts';

/** An error as RFC 9457 wants it, with a stable `code` and every fault by its JSON pointer (contract 8). */
export interface Problem {
  type: 'about:blank';
  title: string;
  status: number;
  code: string;
  detail: string;
  requestId: string;
  errors?: { pointer: string; detail: string }[];
}

export function toProblem({ code, message, faults }: Failure, requestId: string): Problem {
  const status = statuses[code];
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? code,
    status,
    code,
    detail: message,
    requestId,
    ...(faults.length > 0 && { errors: faults }),
  };
}
