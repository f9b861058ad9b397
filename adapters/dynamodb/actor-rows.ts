import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ACTOR_LIMITS, SERVICE_LIMITS } from '../../contract/limits.ts';
import type { Timestamp } from '../../domain/events/event.ts';
import type { Action, ActorChange, ActorState, KnownCookie } from '../../domain/identity/actor.ts';
import {
  byMonth,
  emptyState,
  timesOf,
  uniteActions,
  uniteCookies,
  uniteLinks,
  uniteListed,
  uniteRecent,
} from '../../domain/identity/merge.ts';
import type { ActorKey, Link } from '../../domain/identity/owner.ts';
import { oldestWeek } from '../../domain/seen/weeks.ts';
import { profileFrom } from './actor-profile.ts';
import { planSeen, seenFrom } from './actor-seen.ts';
import { bytes, type Row } from './rows.ts';

/** A row's actions were too many for DynamoDB: how many of the oldest went. */
export interface Dropped {
  readonly actor: ActorKey;
  readonly row: string;
  readonly actions: number;
}

/** Room for keys and the revision below DynamoDB's 400 KB: some 10,000 ordinary purchases a month. */
const MAX_PACKED = SERVICE_LIMITS.dynamoItem - 8 * 1024;

/** What a change means for one row. */
export interface RowPlan {
  readonly sk: string;
  /** What the row holds with the change in it, and how many elements had to go; undefined where it changes nothing. */
  readonly next: (row: Row | undefined) => { readonly contents: Row; readonly dropped: number } | undefined;
}

/** The rows that a change touches. */
export function planRows(change: ActorChange, now: number): RowPlan[] {
  const { recentActions, links, cookies, seen } = ACTOR_LIMITS;
  const months = [...byMonth(change.purchases)].map(([month, actions]) =>
    plan<Action>(`purchases#${month}`, actions, uniteActions),
  );
  const others = [
    plan<Action>('recent', change.recent, (stored, added) => uniteRecent(stored, added, recentActions)),
    plan<Link>('links', change.links, (stored, added) => uniteLinks(stored, added, links)),
    plan<Timestamp>('listed', timesOf(change.listedAt), uniteListed),
    plan<KnownCookie>('cookies', change.cookies, (stored, added) => uniteCookies(stored, added, cookies)),
  ];
  const weeks = planSeen(change.seen ?? [], oldestWeek(now, seen), seen);
  return [...others, ...months, ...weeks].flatMap((planned) => planned ?? []);
}

function plan<T>(
  sk: string,
  added: readonly T[],
  unite: (stored: readonly T[], added: readonly T[]) => readonly T[],
): RowPlan | undefined {
  if (added.length === 0) return undefined;
  return {
    sk,
    next: (row) => {
      const stored = elementsOf<T>(row);
      const united = unite(stored, added);
      if (united === stored) return undefined;
      const { packed, dropped } = packElements(united);
      return { contents: packedRow({}, packed), dropped };
    },
  };
}

/**
 * Elements as compressed JSON: a timeline of 300 actions takes about 8 KB instead of 45, and writes are
 * paid by the KB. What would pass DynamoDB's limit loses its oldest quarter until it fits.
 */
export function packElements(elements: readonly unknown[]): { packed: Uint8Array; dropped: number } {
  let [kept, packed] = [elements, pack(elements)];
  while (packed.length > MAX_PACKED) {
    kept = kept.slice(Math.ceil(kept.length / 4));
    packed = pack(kept);
  }
  return { packed, dropped: elements.length - kept.length };
}

const pack = (elements: readonly unknown[]): Uint8Array => deflateRawSync(JSON.stringify(elements));

/** The elements of a row; none for a row that is not there. */
export function elementsOf<T>(row: Row | undefined): readonly T[] {
  const packed = row?.elements?.B;
  return packed ? JSON.parse(inflateRawSync(packed).toString('utf8')) : [];
}

export const packedRow = (key: Row, packed: Uint8Array): Row => ({ ...key, elements: bytes(packed) });

/** An actor from its rows. A purchase sent again in another month is in two rows: the smallest counts. */
export function stateFrom(actor: ActorKey, rows: readonly Row[]): ActorState {
  const bySort = new Map(rows.map((row) => [row.sk!.S!, row]));
  const [lastListedAt] = elementsOf<Timestamp>(bySort.get('listed'));
  const months = rows.filter((row) => row.sk!.S!.startsWith('purchases#'));
  return {
    ...emptyState(actor),
    ...profileFrom(bySort.get('profile')),
    recent: elementsOf<Action>(bySort.get('recent')),
    purchases: uniteActions([], months.flatMap(elementsOf<Action>)),
    links: elementsOf<Link>(bySort.get('links')),
    cookies: elementsOf<KnownCookie>(bySort.get('cookies')),
    seen: seenFrom(rows),
    ...(lastListedAt !== undefined && { lastListedAt }),
  };
}
