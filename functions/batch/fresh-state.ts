import { freshCurrentKey, freshPrefix } from '../../contract/storage-keys.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import type { ViewColumns } from '../../domain/together/fresh.ts';
import { gunzip, gzip } from './gzip.ts';
import type { ShardPosition } from './popularity-state.ts';
import { getBytes, putJson } from './run-files.ts';

/** What together-fresh knows between its runs. */
export interface FreshState {
  /** The run that made it. */
  readonly version: string;
  readonly asOf: string;
  /** How far the shards are counted. */
  readonly shards: Readonly<Record<string, ShardPosition>>;
  /** Fingerprint of the erasures that it knows: with another one everything is counted anew. */
  readonly erasures?: string | undefined;
  /** Key of the FreshHeld. */
  readonly held: string;
  /** When the oldest view of it was, milliseconds; undefined when there is none. */
  readonly oldest?: number | undefined;
  /** The version that was made last, and the digest of its rows. */
  readonly made?: { readonly version: string; readonly sha256: string } | undefined;
}

/** What the state keeps in a file of its own, for nobody needs it every minute. */
export interface FreshHeld {
  readonly views?: ViewColumns | undefined;
  /** Items whose row in a version of the main model is full: they are not looked up again. */
  readonly main?: { readonly version: string; readonly full: readonly string[] } | undefined;
}

/** The state that stands; undefined before the first run. */
export async function readFresh(artefacts: Pick<ObjectStore, 'get'>): Promise<FreshState | undefined> {
  const bytes = await artefacts.get(freshCurrentKey);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as FreshState);
}

export async function readHeld(artefacts: ObjectStore, state: FreshState | undefined): Promise<FreshHeld> {
  if (!state) return {};
  return JSON.parse(new TextDecoder().decode(gunzip(await getBytes(artefacts, state.held)))) as FreshHeld;
}

export async function writeHeld(artefacts: ObjectStore, version: string, held: FreshHeld): Promise<string> {
  const key = `${freshPrefix}${version}/held.json.gz`;
  await artefacts.put(key, gzip(JSON.stringify(held)), { contentType: 'application/gzip' });
  return key;
}

/** Another run moved the state meanwhile: it knows of files that this one did not read. */
export class FreshMovedError extends Error {
  readonly code = 'state-moved';
  constructor(expected: string | undefined, found: string | undefined) {
    super(
      `the state of together-fresh is ${found ?? 'gone'}, this run began from ${expected ?? 'none'}: another run was faster`,
    );
  }
}

/** Makes a state stand, if the one that it was made from still does, and removes what that one kept. */
export async function moveFresh(
  artefacts: ObjectStore,
  from: FreshState | undefined,
  to: FreshState,
): Promise<void> {
  const standing = await readFresh(artefacts);
  if (standing?.version !== from?.version) throw new FreshMovedError(from?.version, standing?.version);
  await putJson(artefacts, freshCurrentKey, to);
  if (from && from.held !== to.held) await artefacts.remove([from.held]);
}
