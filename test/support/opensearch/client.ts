import { INDEX_MAPPING, INDEX_SETTINGS } from '../../../contract/search.ts';
import type { IndexDocument } from '../../../domain/ports.ts';
import type { SearchRequest } from '../../../domain/search/search.ts';

/** A search engine that runs, as its HTTP API. */
export interface SearchEngineUrl {
  readonly url: string;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of a foreign API, whose fields the tests name
export type Reply = { readonly status: number; readonly body: any };

export interface Hit {
  readonly _id: string;
  readonly _score: number;
  readonly sort: readonly (string | number)[];
}

/** One request by fetch; `body` is JSON, or lines as they are. */
export async function ask(
  { url }: SearchEngineUrl,
  method: string,
  path: string,
  body?: object | string,
): Promise<Reply> {
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  const type = typeof body === 'string' ? 'application/x-ndjson' : 'application/json';
  const headers = { 'content-type': type };
  const answer = await fetch(url + path, { method, ...(text !== undefined && { body: text, headers }) });
  const said = await answer.text();
  return { status: answer.status, body: said === '' ? undefined : JSON.parse(said) };
}

/** Makes an index as the product does, without copies so that one node is enough. */
export async function createIndex(
  engine: SearchEngineUrl,
  index: string,
  more: { readonly aliases?: object; readonly settings?: object } = {},
): Promise<void> {
  const settings = { number_of_shards: 1, number_of_replicas: 0, ...INDEX_SETTINGS, ...more.settings };
  const reply = await ask(engine, 'PUT', `/${index}`, {
    settings,
    mappings: INDEX_MAPPING,
    aliases: more.aliases ?? {},
  });
  if (reply.status !== 200) throw new Error(`${index} was not made: ${JSON.stringify(reply.body)}`);
}

/** Writes documents as the product does; answers each one's status. */
export async function write(
  engine: SearchEngineUrl,
  index: string,
  documents: readonly IndexDocument[],
): Promise<number[]> {
  const items = await writeItems(engine, index, documents.map(linesOf).join(''));
  return items.map((item) => (Object.values(item)[0] as { status: number }).status);
}

/** Sends the lines of a bulk; answers its items. */
export async function writeItems(
  engine: SearchEngineUrl,
  index: string,
  lines: string,
): Promise<Record<string, Reply['body']>[]> {
  return (await ask(engine, 'POST', `/${index}/_bulk?refresh=true`, lines)).body.items;
}

export function linesOf({ id, routing, version, body }: IndexDocument): string {
  const place = { _id: id, routing, version, version_type: 'external_gte' };
  if (body === undefined) return `${JSON.stringify({ delete: place })}\n`;
  return `${JSON.stringify({ index: place })}\n${JSON.stringify(body)}\n`;
}

/** The hits of a search. @throws the engine's answer when it refuses */
export async function hitsOf(engine: SearchEngineUrl, index: string, request: SearchRequest): Promise<Hit[]> {
  const reply = await ask(engine, 'POST', `/${index}/_search`, { ...request, _source: false });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return reply.body.hits.hits;
}

export async function countOf(
  engine: SearchEngineUrl,
  index: string,
  query: SearchRequest['query'],
): Promise<number> {
  return (await ask(engine, 'POST', `/${index}/_count`, { query })).body.count;
}
