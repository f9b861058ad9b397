import { createHash } from 'node:crypto';

/** Documents by key, `pages/home`. */
export type Documents = ReadonlyMap<string, unknown>;
/** What was pulled last: the hash of each document by key. */
export type Base = ReadonlyMap<string, string>;

/** The same for documents that say the same, whatever the order of their keys. */
export const hashOf = (document: unknown): string =>
  createHash('sha256').update(canonical(document)).digest('hex').slice(0, 16);

/** Of nothing, nothing that any value has. */
const canonical = (value: unknown): string => JSON.stringify(sorted(value)) ?? '';

export const hashesOf = (documents: Documents): Map<string, string> =>
  new Map([...documents].map(([key, document]) => [key, hashOf(document)]));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return { entries: entries.map(([key, member]) => [key, sorted(member)]) };
}

export interface PullPlan {
  readonly write: readonly string[];
  readonly remove: readonly string[];
  /** Edited here and not there: left as it is. */
  readonly kept: readonly string[];
  /** Changed here and there since the last pull. */
  readonly conflicts: readonly string[];
}

type Pull = 'write' | 'remove' | 'kept' | 'conflicts' | 'same';

/** What a pull does to each file: what was not edited here follows the server. */
export function pullPlan(base: Base, local: Documents, server: Documents): PullPlan {
  const [here, there] = [hashesOf(local), hashesOf(server)];
  const keys = [...new Set([...there.keys(), ...here.keys()])].sort();
  const of = (what: Pull) =>
    keys.filter((key) => pullOf(base.get(key), here.get(key), there.get(key)) === what);
  return { write: of('write'), remove: of('remove'), kept: of('kept'), conflicts: of('conflicts') };
}

function pullOf(base: string | undefined, here: string | undefined, there: string | undefined): Pull {
  if (here === there) return 'same';
  if (here === base) return there === undefined ? 'remove' : 'write';
  return there === base ? 'kept' : 'conflicts';
}

export interface Change {
  readonly key: string;
  readonly what: 'add' | 'change' | 'delete';
}
export interface PushPlan {
  /** From what is there to what is here. */
  readonly changes: readonly Change[];
  /** Changed there since the last pull, and not the same here. */
  readonly moved: readonly string[];
}

/** What a push changes. Only what was pulled once can be deleted: what is new there was never here. */
export function pushPlan(base: Base, local: Documents, server: Documents): PushPlan {
  const [here, there] = [hashesOf(local), hashesOf(server)];
  const keys = [...new Set([...here.keys(), ...there.keys()])].sort();
  const differing = keys.filter((key) => here.get(key) !== there.get(key));
  return {
    changes: differing.flatMap((key) => changeOf(key, base.has(key), here.has(key), there.has(key))),
    moved: differing.filter((key) => there.get(key) !== base.get(key)),
  };
}

function changeOf(key: string, wasPulled: boolean, here: boolean, there: boolean): Change[] {
  if (here) return [{ key, what: there ? 'change' : 'add' }];
  return wasPulled ? [{ key, what: 'delete' }] : [];
}

export interface Difference {
  /** `sections[2]` */
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Where two documents differ, value by value; undefined for what is not there. */
export function differencesOf(from: unknown, to: unknown, path = ''): Difference[] {
  if (canonical(from) === canonical(to)) return [];
  const both = [from, to].every((one) => one !== null && typeof one === 'object');
  if (!both || Array.isArray(from) !== Array.isArray(to)) return [{ path, from, to }];
  const [before, after] = [new Map(Object.entries(from as object)), new Map(Object.entries(to as object))];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const inside = Array.isArray(from) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    return differencesOf(before.get(key), after.get(key), inside);
  });
}
