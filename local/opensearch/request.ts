import { isObject, type Json, type JsonObject } from '../deploy/json.ts';
import type { SearchEngine } from './engine.ts';
import { badQuery, SearchError } from './errors.ts';

export interface ApiRequest {
  readonly engine: SearchEngine;
  readonly parameters: URLSearchParams;
  readonly body: string;
  /** Parts of the path that the route leaves open. */
  readonly parts: readonly string[];
}
export interface ApiAnswer {
  readonly status: number;
  readonly body: Json;
}

export const ok = (body: Json): ApiAnswer => ({ status: 200, body });
export const ACKNOWLEDGED = ok({ acknowledged: true });

/** A body that is an object; none is an empty one. @throws parsing_exception */
export function jsonOf(body: string): JsonObject {
  if (body.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(body);
    if (isObject(value)) return value;
  } catch (error) {
    throw new SearchError(400, 'json_parse_exception', (error as Error).message);
  }
  throw badQuery('the body must be an object');
}
