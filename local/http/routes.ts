import { LocalError } from '../errors.ts';

export interface Route<T> {
  /** `GET /items/{itemId}`, `ANY /{proxy+}` or `$default`. */
  readonly key: string;
  readonly target: T;
}

export interface RouteMatch<T> {
  readonly route: Route<T>;
  readonly parameters: Record<string, string>;
}

interface Compiled<T> {
  readonly route: Route<T>;
  readonly method: string;
  readonly segments: readonly string[];
}

const METHODS = new Set(['ANY', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/** Chooses routes as an HTTP API does: the most specific path first, then the method before ANY, $default last. */
export class RouteTable<T> {
  private readonly compiled: Compiled<T>[];
  private readonly fallback: Route<T> | undefined;

  constructor(routes: readonly Route<T>[]) {
    this.fallback = routes.find((route) => route.key === '$default');
    this.compiled = routes.filter((route) => route !== this.fallback).map(compile);
    this.compiled.sort(bySpecificity);
  }

  match(method: string, path: string): RouteMatch<T> | undefined {
    const parts = split(path);
    for (const { route, method: wanted, segments } of this.compiled) {
      if (wanted !== 'ANY' && wanted !== method) continue;
      const parameters = matchSegments(segments, parts);
      if (parameters !== undefined) return { route, parameters };
    }
    return this.fallback === undefined ? undefined : { route: this.fallback, parameters: {} };
  }
}

function compile<T>(route: Route<T>): Compiled<T> {
  const [method = '', path = ''] = route.key.split(' ');
  if (!METHODS.has(method) || !path.startsWith('/')) {
    throw new LocalError(
      'BadRoute',
      `got the route key ${JSON.stringify(route.key)}, allowed is a method and a path, or $default`,
    );
  }
  return { route, method, segments: split(path) };
}

/** A trailing slash makes no segment of its own. */
function split(path: string): string[] {
  return path.replace(/^\//, '').replace(/\/$/, '').split('/');
}

const isGreedy = (segment: string) => /^\{[^}]+\+\}$/.test(segment);
const isParameter = (segment: string) => /^\{[^}]+\}$/.test(segment);
const rank = (segment: string | undefined) =>
  segment === undefined ? 3 : isGreedy(segment) ? 2 : isParameter(segment) ? 1 : 0;

function bySpecificity<T>(a: Compiled<T>, b: Compiled<T>): number {
  for (let i = 0; i < Math.max(a.segments.length, b.segments.length); i += 1) {
    const difference = rank(a.segments[i]) - rank(b.segments[i]);
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

function matchSegments(
  segments: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [i, segment] of segments.entries()) {
    if (isGreedy(segment)) {
      const rest = parts.slice(i).join('/');
      if (rest === '') return undefined;
      parameters[segment.slice(1, -2)] = decode(rest);
      return parameters;
    }
    const part = parts[i];
    if (part === undefined) return undefined;
    if (!isParameter(segment)) {
      if (segment !== part) return undefined;
    } else if (part === '') return undefined;
    else parameters[segment.slice(1, -1)] = decode(part);
  }
  return segments.length === parts.length ? parameters : undefined;
}

/** What is not valid percent-encoding stays as it is. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
