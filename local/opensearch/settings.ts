import { isObject, type Json, type JsonObject } from '../deploy/json.ts';
import { SearchError, unsupported } from './errors.ts';

/** Settings that are known, by their full name. Those without a meaning here are kept and shown. */
const KNOWN = [
  'index.number_of_shards',
  'index.number_of_replicas',
  'index.refresh_interval',
  'index.gc_deletes',
  'index.mapping.total_fields.limit',
  'index.blocks.write',
  'index.blocks.read_only_allow_delete',
];
const TOTAL_FIELDS = 1000;

export type Settings = Readonly<Record<string, string>>;

/** Settings in their full names: nested, dotted, with or without `index.`; null takes one off. @throws unknown ones */
export function withSettings(settings: Settings, change: Json | undefined): Settings {
  const all = new Map(Object.entries(settings));
  for (const [name, value] of flat(change ?? {})) {
    const full = name.startsWith('index.') ? name : `index.${name}`;
    if (!KNOWN.includes(full)) throw unsupported(`the setting [${full}]`);
    if (value === null) all.delete(full);
    else all.set(full, String(value));
  }
  return Object.fromEntries(all);
}

function flat(value: Json, name = ''): [string, Json][] {
  if (!isObject(value)) return [[name, value]];
  return Object.entries(value).flatMap(([key, one]) => flat(one, name === '' ? key : `${name}.${key}`));
}

/** Settings as OpenSearch nests them. */
export function nested(settings: Settings): JsonObject {
  const root: JsonObject = {};
  for (const [name, value] of Object.entries(settings)) {
    const parts = name.split('.');
    const leaf = parts.pop() as string;
    let at = root;
    for (const part of parts) {
      at[part] ??= {};
      at = at[part] as JsonObject;
    }
    at[leaf] = value;
  }
  return root;
}

export const fieldLimit = (settings: Settings): number =>
  Number(settings['index.mapping.total_fields.limit'] ?? TOTAL_FIELDS);

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How long the version of a removed document is remembered, milliseconds. @throws for what is no time */
export function rememberedMs(settings: Settings): number {
  const text = settings['index.gc_deletes'] ?? '60s';
  const [, amount, unit = ''] = /^(\d+)(ms|s|m|h|d)$/.exec(text) ?? [];
  if (amount === undefined) throw unsupported(`the time [${text}] of [index.gc_deletes]`);
  return Number(amount) * UNITS[unit]!;
}

export const shardCount = (settings: Settings): number => Number(settings['index.number_of_shards'] ?? 1);

/** @throws cluster_block_exception when the index takes no writes now */
export function checkBlocks(index: string, settings: Settings): void {
  const refuse = (status: number, why: string) =>
    new SearchError(status, 'cluster_block_exception', `index [${index}] blocked by: [${why}];`);
  if (settings['index.blocks.write'] === 'true') throw refuse(403, 'FORBIDDEN/8/index write (api)');
  if (settings['index.blocks.read_only_allow_delete'] === 'true')
    throw refuse(
      429,
      'TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block',
    );
}
