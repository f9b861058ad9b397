import { ACT, channelOfPlatform, inChannel } from '../together/codes.ts';
import type { EventTable } from '../together/event-table.ts';
import type { Channel } from '../together/parameters.ts';
import type { Tops } from './tops.ts';

/** What somebody did next: a good row of `from` has `next` among its first items. */
export interface Probe {
  readonly from: string;
  readonly next: string;
}

/** The acts that a kind's probes go from and to. */
const ACTS = {
  view: [ACT.view, ACT.view],
  buy: [ACT.purchase, ACT.purchase],
  basket: [ACT.purchase, ACT.purchase],
  'view-buy': [ACT.view, ACT.purchase],
} as const;
export type ProbedKind = keyof typeof ACTS;
export const isProbed = (kind: string): kind is ProbedKind => Object.hasOwn(ACTS, kind);

/** Enough that a tenth of a hit rate of 5 % is no chance; few enough to hold. */
const MOST_PROBES = 10_000;
/** Of one actor, so that no robot speaks for the shop. */
const MOST_OF_AN_ACTOR = 20;

export interface ProbeWindow {
  readonly kind: ProbedKind;
  readonly channel: Channel;
  /** Events after `from` and up to `to`, ms. */
  readonly from: number;
  readonly to: number;
}

/**
 * The newest steps from one item to another: of each actor, one act of the kind and the act before it, in
 * order of (occurredAt, eventId, scope). An actor here is the userId as sent, else the cookieId: identity as
 * the run decided it is left out on purpose, for the gate must not share its mistakes. An event of which
 * versions contend is left out. O(n log n)
 *
 * @param table events of the window, and any others
 */
export function probesOf(table: EventTable, { kind, channel, from, to }: ProbeWindow): Probe[] {
  const [first, second] = ACTS[kind];
  const steps: Step[] = [];
  const last = new Map<string, string>();
  const contested = table.contested();
  for (const row of table.inOrder()) {
    const [time, act] = [table.times[row]!, table.acts[row]];
    if (time <= from || time > to || (act !== first && act !== second) || contested.has(row)) continue;
    if (!inChannel(channelOfPlatform(table.platforms[row]!), channel)) continue;
    const [actor, itemId] = [actorOf(table, row), table.names.item.texts[table.items[row]!]!];
    const before = last.get(actor);
    if (act === second && before !== undefined && before !== itemId)
      steps.push({ actor, from: before, next: itemId });
    if (act === first) last.set(actor, itemId);
  }
  return newestOf(steps);
}

type Step = Probe & { readonly actor: string };

function newestOf(steps: readonly Step[]): Probe[] {
  const taken = new Map<string, number>();
  const probes: Probe[] = [];
  for (let at = steps.length - 1; at >= 0 && probes.length < MOST_PROBES; at--) {
    const { actor, from, next } = steps[at]!;
    const count = (taken.get(actor) ?? 0) + 1;
    taken.set(actor, count);
    if (count <= MOST_OF_AN_ACTOR) probes.push({ from, next });
  }
  return probes;
}

/** Probes whose row has the next item among its first. */
export const hitsOf = (probes: readonly Probe[], tops: Tops): number =>
  probes.filter(({ from, next }) => tops.get(from)?.includes(next)).length;

function actorOf(table: EventTable, row: number): string {
  const user = table.users[row]!;
  return user === 0 ? `c${table.cookies[row]}` : `u${user}`;
}
