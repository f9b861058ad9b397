/** The part of brute force (brute-force.ts) that does not depend on kind and channel: what counts, whose it is, what was returned. */
export interface BruteEvent {
  readonly scope: string;
  // biome-ignore lint/suspicious/noExplicitAny: the judge takes events as they come, without the product's types
  readonly event: any;
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, member) =>
    member && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
export const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const moment = (a: BruteEvent, b: BruteEvent): number =>
  text(a.event.occurredAt, b.event.occurredAt) ||
  text(a.event.eventId, b.event.eventId) ||
  text(a.scope, b.scope);

/** Of equal events the smallest (occurredAt, canonical JSON), up to asOf, oldest first. */
function counting(all: Iterable<BruteEvent>, asOf: string): BruteEvent[] {
  const kept = new Map<string, BruteEvent>();
  for (const one of all) {
    const key = JSON.stringify([one.scope, one.event.eventId]);
    const other = kept.get(key);
    const order = other && text(one.event.occurredAt, other.event.occurredAt);
    if (!other || order! < 0 || (order === 0 && canonical(one.event) < canonical(other.event)))
      kept.set(key, one);
  }
  return [...kept.values()].filter(({ event }) => event.occurredAt <= asOf).sort(moment);
}

function ownersOf(events: readonly BruteEvent[]): (event: BruteEvent['event']) => string {
  const links = new Map<string, BruteEvent[]>();
  for (const one of events) {
    const { userId, cookieId } = one.event;
    if (userId !== undefined && cookieId !== undefined)
      links.set(cookieId, [...(links.get(cookieId) ?? []), one]);
  }
  return (event) => {
    if (event.userId !== undefined) return `user ${event.userId}`;
    const own = links.get(event.cookieId) ?? [];
    const link = own.find(({ event: seen }) => seen.occurredAt >= event.occurredAt) ?? own.at(-1);
    return link ? `user ${link.event.userId}` : `cookie ${event.cookieId}`;
  };
}

/** Purchases at 0 after the refunds. */
function refunded(
  events: readonly BruteEvent[],
  owner: (event: BruteEvent['event']) => string,
): Set<BruteEvent> {
  const left = new Map<BruteEvent, number>();
  const byItem = new Map<string, BruteEvent[]>();
  const pair = (one: BruteEvent) => JSON.stringify([owner(one.event), one.event.itemId]);
  for (const one of events) {
    if (one.event.type !== 'purchase') continue;
    left.set(one, one.event.quantity ?? 1);
    const same = byItem.get(pair(one));
    if (same) same.push(one);
    else byItem.set(pair(one), [one]);
  }
  for (const refund of events) {
    if (refund.event.type !== 'refund') continue;
    const { refundOf, orderId, occurredAt, quantity } = refund.event;
    const target = (byItem.get(pair(refund)) ?? []).findLast((bought) =>
      refundOf !== undefined
        ? bought.event.eventId === refundOf && bought.scope === refund.scope
        : bought.event.occurredAt < occurredAt &&
          left.get(bought)! > 0 &&
          (orderId === undefined || bought.event.orderId === orderId),
    );
    if (target) left.set(target, quantity === undefined ? 0 : Math.max(0, left.get(target)! - quantity));
  }
  return new Set([...left].filter(([, rest]) => rest === 0).map(([one]) => one));
}

/** What counts at a time: the part of the work that does not depend on kind and channel. */
export interface BruteHistory {
  readonly events: readonly BruteEvent[];
  readonly owner: (event: BruteEvent['event']) => string;
  readonly gone: ReadonlySet<BruteEvent>;
}

export function bruteHistory(all: Iterable<BruteEvent>, asOf: string): BruteHistory {
  const events = counting(all, asOf);
  const owner = ownersOf(events);
  return { events, owner, gone: refunded(events, owner) };
}
