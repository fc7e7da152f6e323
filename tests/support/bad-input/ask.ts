import { problem, type Problem } from '../../../shared/api/index.ts';
import type { Route } from '../../../backend/http/route.ts';
import type { RunningBackend } from '../backend.ts';
import { jsonSchemaOf, sampleOf } from './json-schema.ts';

/** What a request of a route is made of, before anything of it is made wrong. */
export interface Sample {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** What it takes to ask a route something that it can answer. `more` has what cannot be told from the schemas. */
export function sampleOfRoute(route: Route, more: Sample = {}): Sample {
  const of = (schema: Route['body']) => (schema === undefined ? undefined : sampleOf(jsonSchemaOf(schema)));
  const params = of(route.params);
  const query = of(route.query);
  const body = of(route.body);
  return {
    ...(params === undefined ? {} : { params: params as Record<string, string> }),
    ...(query === undefined ? {} : { query: query as Record<string, unknown> }),
    ...(body === undefined ? {} : { body }),
    ...more,
  };
}

export interface Answer {
  status: number;
  text: string;
  headers: Headers;
}

/** Sends the sample as a request, with `init` as the last word. */
export async function askRoute(
  running: RunningBackend,
  route: Route,
  { params = {}, query = {}, body }: Sample,
  init: Omit<RequestInit, 'headers'> & { token?: string | null; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent((params[name] ?? '').toWellFormed()),
  );
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();
  const hasBody = route.method !== 'GET' && (body !== undefined || init.body !== undefined);
  const response = await running.ask(search === '' ? path : `${path}?${search}`, {
    method: route.method,
    ...(hasBody ? { body: JSON.stringify(body) } : {}),
    redirect: 'manual',
    ...init,
    headers: { ...(hasBody ? { 'content-type': 'application/json' } : {}), ...init.headers },
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** The problem document of an answer; undefined where it is none, or one that tells what it must not. */
export function problemIn({ status, text, headers }: Answer): Problem | undefined {
  if (!/^application\/problem\+json(;|$)/.test(headers.get('content-type') ?? '')) return undefined;
  const parsed = problem.safeParse(jsonOf(text));
  if (!parsed.success || parsed.data.status !== status) return undefined;
  const isTelling = /\bat \S+\.(?:ts|js):\d+|relation "|syntax error|SELECT |node_modules|password/i.test(text);
  return isTelling || (parsed.data.remedy ?? '') === '' ? undefined : parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
