import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

/** One call of the webstore and its answer. */
export interface Exchange {
  method: string;
  /** With the query, as in `/orders?limit=2`. */
  path: string;
  status: number;
  headers: Record<string, string | number | boolean | undefined>;
  /** JSON, as text or parsed. Absent: the call had no body. */
  requestBody?: unknown;
  /** JSON text, or what it says. */
  responseBody: unknown;
}

interface MediaTypes {
  content?: Record<string, { schema: unknown }>;
}
interface Parameter {
  name: string;
  in: 'path' | 'query';
  required?: boolean;
  schema: { type?: string };
}
interface Response extends MediaTypes {
  headers?: Record<string, unknown>;
}
interface Operation {
  parameters?: unknown[];
  requestBody?: unknown;
  responses: Record<string, unknown>;
}

const document = parse(readFileSync(new URL('../../docs/openapi.yaml', import.meta.url), 'utf8'));
const paths: Record<string, Record<string, Operation> & { parameters?: unknown[] }> = document.paths;

const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
addFormats.default(ajv);
// Schemas are referred to in place, so ajv gets the whole document as a schema with these keywords.
ajv.addVocabulary(Object.keys(document));
ajv.addSchema(document, 'openapi');

/** Fails the test unless the call, if it succeeded, and the answer are as docs/openapi.yaml says. */
export function expectMatchesOpenapi(exchange: Exchange): void {
  expect(openapiFaults(exchange)).toEqual([]);
}

/** Fails the test unless a message to the webstore is as the `webhooks` section of docs/openapi.yaml says. */
export function expectMessageMatchesOpenapi(message: { type: string }): void {
  const schemaAt = `/webhooks/${message.type}/post/requestBody/content/application~1json/schema`;
  expect(schemaFaults(message, { of: 'message', schemaAt })).toEqual([]);
}

/** How an exchange differs from docs/openapi.yaml, in sentences; none if it does not. */
export function openapiFaults(exchange: Exchange): string[] {
  const method = exchange.method.toLowerCase();
  const [path = '', query = ''] = exchange.path.split('?');
  const template = Object.keys(paths).find((candidate) => matcher(candidate).test(path));
  if (template === undefined || !paths[template]?.[method]) return otherCallFaults(exchange, template);

  const at = pointer('paths', template, method);
  const answer = responseFaults(exchange, `${at}/responses`);
  if (exchange.status >= 400) return answer;
  return [...parameterFaults({ template, method, path, query }), ...requestFaults(exchange, at), ...answer];
}

/** A path that is not documented answers 404, another method on one that is answers 405; both want the token. */
function otherCallFaults(exchange: Exchange, template: string | undefined): string[] {
  const { method, path, status } = exchange;
  const expected = template === undefined ? 404 : 405;
  if (status === expected || status === 401) return responseFaults(exchange, '/x-any-other-call/responses');
  const what =
    template === undefined ? `The path ${path}` : `The method ${method.toUpperCase()} of ${template}`;
  return [`${what} is not documented, so it must answer ${expected}, not ${status}.`];
}

function responseFaults({ status, headers, responseBody }: Exchange, responsesAt: string): string[] {
  const responses = at<Record<string, unknown>>(responsesAt);
  if (responses[status] === undefined) {
    return [`The status ${status} is not documented; these are: ${Object.keys(responses).join(', ')}.`];
  }
  const responseAt = followed(`${responsesAt}/${status}`);
  return [
    ...headerFaults(headers, responseAt),
    ...bodyFaults(responseBody, {
      of: 'answer',
      contentType: header(headers, 'content-type'),
      contentAt: responseAt,
    }),
  ];
}

function headerFaults(headers: Exchange['headers'], responseAt: string): string[] {
  return Object.keys(at<Response>(responseAt).headers ?? {}).flatMap((name) => {
    const headerAt = followed(`${responseAt}/headers/${name}`);
    const { required, schema } = at<{ required?: boolean; schema: Parameter['schema'] }>(headerAt);
    const value = header(headers, name);
    if (value === undefined) return required ? [`The header ${name} is missing.`] : [];
    return schemaFaults(fromText(value, schema), { of: `header ${name}`, schemaAt: `${headerAt}/schema` });
  });
}

function requestFaults({ requestBody, headers: _, ...exchange }: Exchange, operationAt: string): string[] {
  const documented = at<Operation>(operationAt).requestBody !== undefined;
  if (requestBody === undefined) return documented ? ['The request has no body, but must have one.'] : [];
  if (!documented)
    return [`The request has a body, but ${exchange.method.toUpperCase()} is documented without one.`];
  const contentAt = followed(`${operationAt}/requestBody`);
  return bodyFaults(requestBody, { of: 'request', contentType: 'application/json', contentAt });
}

interface BodyPlace {
  of: 'request' | 'answer';
  contentType: string | undefined;
  contentAt: string;
}

function bodyFaults(body: unknown, { of, contentType, contentAt }: BodyPlace): string[] {
  const documented = Object.keys(at<MediaTypes>(contentAt).content ?? {});
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === undefined || !documented.includes(mediaType)) {
    return [`The content type of the ${of} is ${contentType}; documented is ${documented.join(', ')}.`];
  }
  const json = fromJson(body);
  if (json === undefined) return [`The body of the ${of} is not JSON: ${JSON.stringify(body)}`];
  return schemaFaults(json, { of, schemaAt: `${contentAt}${pointer('content', mediaType, 'schema')}` });
}

interface Called {
  template: string;
  method: string;
  path: string;
  query: string;
}

function parameterFaults({ template, method, path, query }: Called): string[] {
  const inPath = matcher(template).exec(path)?.groups ?? {};
  const inQuery = Object.fromEntries(new URLSearchParams(query));
  const lists = [pointer('paths', template, 'parameters'), pointer('paths', template, method, 'parameters')];
  const documented = lists.flatMap((list) =>
    (at<unknown[] | undefined>(list) ?? []).map((_, index) => followed(`${list}/${index}`)),
  );
  const queryNames = documented
    .map((one) => at<Parameter>(one))
    .filter((one) => one.in === 'query')
    .map((one) => one.name);
  return [
    ...Object.keys(inQuery)
      .filter((name) => !queryNames.includes(name))
      .map((name) => `The query parameter ${name} is not documented.`),
    ...documented.flatMap((parameterAt) => {
      const { name, in: place, required, schema } = at<Parameter>(parameterAt);
      const text = place === 'path' ? inPath[name] : inQuery[name];
      if (text === undefined) return required ? [`The ${place} parameter ${name} is missing.`] : [];
      const value = fromText(place === 'path' ? decodeURIComponent(text) : text, schema);
      return schemaFaults(value, { of: `${place} parameter ${name}`, schemaAt: `${parameterAt}/schema` });
    }),
  ];
}

function schemaFaults(value: unknown, { of, schemaAt }: { of: string; schemaAt: string }): string[] {
  const $ref = `openapi#${schemaAt.replaceAll('{', '%7B').replaceAll('}', '%7D')}`;
  const validate = ajv.getSchema($ref) ?? ajv.compile({ $ref });
  return validate(value) ? [] : (validate.errors ?? []).map((error) => faultText(of, error));
}

function faultText(of: string, { instancePath, message, params }: ErrorObject): string {
  const detail: unknown = params['additionalProperty'] ?? params['allowedValue'] ?? params['allowedValues'];
  const place = [of, instancePath].filter((part) => part !== '').join(' ');
  return `${place} ${message}${detail === undefined ? '' : `: ${JSON.stringify(detail)}`}`;
}

/** `/orders/{orderId}` as a pattern whose group orderId is that segment. */
function matcher(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

function pointer(...steps: string[]): string {
  return steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** What stands at a JSON pointer into the document. */
function at<T>(jsonPointer: string): T {
  const steps = jsonPointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return steps.reduce((value, step) => value?.[step], document);
}

/** The pointer itself, or where the `$ref` leads that stands there. */
function followed(jsonPointer: string): string {
  const { $ref } = at<{ $ref?: string }>(jsonPointer);
  return $ref === undefined ? jsonPointer : $ref.slice(1);
}

function header(headers: Exchange['headers'], name: string): string | undefined {
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase()) ?? [];
  return value === undefined ? undefined : String(value);
}

function fromText(text: string, { type }: { type?: string }): unknown {
  return type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text;
}

function fromJson(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
