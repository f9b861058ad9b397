import { describe, expect, it } from 'vitest';
import { userLine } from '../../../cli/import/kinds.ts';
import { sampleMarket } from '../../../cli/sample/market.ts';
import { randomOf } from '../../../cli/sample/random.ts';
import { DEPARTMENTS } from '../../../cli/sample/taxonomy.ts';
import { timelineOf } from '../../../cli/sample/timeline.ts';
import { event } from '../../../contract/api/events.ts';
import { item } from '../../../contract/api/items.ts';
import type { Event } from '../../../domain/events/event.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-23T10:00:00.000Z');
const market = sampleMarket({ now: NOW });
const itemsById = new Map(market.items.map((one) => [one.itemId, one]));
const byType = Map.groupBy(market.events, (one) => one.type);

describe('the sample market', () => {
  it('has 2,000 items, 3,000 users and 60,000 events, all valid by the API schemas', () => {
    expect([market.items.length, market.users.length, market.events.length]).toEqual([2000, 3000, 60_000]);
    for (const one of market.items) item.parse(one);
    for (const one of market.users) userLine.parse(one);
    for (const one of market.events) event.parse(one);
    expect(new Set(market.events.map((one) => one.eventId)).size).toBe(60_000);
  });

  it('is the same at another time, but for the times', () => {
    const later = sampleMarket({ now: NOW + 3 * DAY + 5000 });
    const timeless = (events: readonly Event[]) =>
      events.map(({ occurredAt: _, ...rest }) => JSON.stringify(rest)).sort();
    expect(timeless(later.events)).toEqual(timeless(market.events));
    expect(later.items.map(({ listedAt: _, ...rest }) => rest)).toEqual(
      market.items.map(({ listedAt: _, ...rest }) => rest),
    );
    expect(later.users).toEqual(market.users);
  });

  it('is another one from another seed', () => {
    expect(sampleMarket({ now: NOW, seed: 2 }).items[0]!.title).not.toBe(market.items[0]!.title);
  });

  it('lies within the last 90 days, none of it in the future, the newest within the hour', () => {
    const times = market.events.map((one) => Date.parse(one.occurredAt));
    expect(Math.min(...market.events.slice(0, 10).map((one) => Date.parse(one.occurredAt)))).toBeGreaterThan(
      NOW - 91 * DAY,
    );
    expect(times.at(-1)!).toBeLessThanOrEqual(NOW);
    expect(times.at(-1)!).toBeGreaterThan(NOW - DAY / 24);
  });

  it('has events of every platform and kind, orders of several items, refunds of known purchases', () => {
    expect(new Set(market.events.map((one) => one.platform))).toEqual(
      new Set(['ios', 'android', 'web', 'mweb']),
    );
    expect(byType.size).toBe(13);
    const orders = Map.groupBy(byType.get('purchase')!, (one) => one.orderId);
    expect([...orders.values()].filter((lines) => lines.length > 1).length).toBeGreaterThan(500);
    const purchases = new Map(byType.get('purchase')!.map((one) => [one.eventId, one]));
    for (const refund of byType.get('refund')!) {
      const purchase = purchases.get(refund.refundOf!)!;
      expect([purchase.itemId, purchase.userId, purchase.orderId]).toEqual([
        refund.itemId,
        refund.userId,
        refund.orderId,
      ]);
      expect(purchase.occurredAt < refund.occurredAt).toBe(true);
    }
  });

  it('has cookies that log in, some of them as two users, and some never', () => {
    const users = new Map<string, Set<string>>();
    for (const { cookieId, userId } of market.events) {
      if (cookieId === undefined) continue;
      const known = users.get(cookieId) ?? users.set(cookieId, new Set()).get(cookieId)!;
      if (userId !== undefined) known.add(userId);
    }
    const counts = [...users.values()].map((known) => known.size);
    expect(counts.filter((count) => count === 0).length).toBeGreaterThan(100);
    expect(counts.filter((count) => count === 1).length).toBeGreaterThan(500);
    expect(counts.filter((count) => count >= 2).length).toBeGreaterThan(20);
  });

  it('looks at nothing before it is listed, and buys nothing twice of which there is one', () => {
    for (const one of market.events) {
      if (one.itemId === undefined || one.type === 'refund') continue;
      expect(one.occurredAt >= itemsById.get(one.itemId)!.listedAt).toBe(true);
    }
    const soldAs = Map.groupBy(byType.get('purchase')!, (one) => one.itemId!);
    for (const { itemId, status, attributes } of market.items) {
      if (attributes?.condition === 'used' && status === 'sold') expect(soldAs.get(itemId)).toHaveLength(1);
    }
  });

  it('has near-duplicate titles, Korean and English names, and drawn pictures without outside parts', () => {
    const groups = Map.groupBy(
      market.items.filter((one) => one.groupId),
      (one) => one.groupId!,
    );
    expect([...groups.values()].filter((listings) => listings.length > 1).length).toBeGreaterThan(150);
    for (const one of market.items) {
      expect(one.titles!.ko).toMatch(/[가-힣]/);
      expect(one.titles!.en).not.toMatch(/[가-힣]/);
      const svg = decodeURIComponent(one.imageUrl!.replace('data:image/svg+xml,', ''));
      expect(svg).toMatch(/^<svg .*<(path|rect|circle).*<\/svg>$/);
      expect(svg).not.toMatch(/href|url\((?!#)/);
    }
  });

  it('shows tastes in what people look at: their favourite group far more than its share', () => {
    const views = Map.groupBy(
      byType.get('view')!.filter((one) => one.userId),
      (one) => one.userId!,
    );
    const shares = [...views.values()]
      .filter((one) => one.length >= 20)
      .map((one) => {
        const groups = Map.groupBy(one, (view) => itemsById.get(view.itemId!)!.categories[1]);
        return Math.max(...[...groups.values()].map((group) => group.length)) / one.length;
      });
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThan(0.4);
  });
});

describe('its parts', () => {
  it('have a taxonomy of three levels with a name in both languages and partners that exist', () => {
    const groups = DEPARTMENTS.flatMap((department) => department.groups);
    const slugs = new Set(groups.map((group) => group.slug));
    for (const group of groups) expect(slugs).toContain(group.goesWith);
    const named = [...DEPARTMENTS, ...groups, ...groups.flatMap((group) => group.leaves)];
    for (const { name } of named) expect(name).toMatch(/^[^|]+\|[^|]+$/);
  });

  it('draw the same numbers from the same seed, uniformly', () => {
    const [a, b] = [randomOf(7, 'x'), randomOf(7, 'x')];
    const numbers = Array.from({ length: 10_000 }, () => a.next());
    expect(numbers).toEqual(Array.from({ length: 10_000 }, () => b.next()));
    expect(numbers.reduce((sum, one) => sum + one, 0) / 10_000).toBeCloseTo(0.5, 1);
    expect(randomOf(7, 'y').next()).not.toBe(numbers[0]);
  });

  it('fill time in order, evenings more than nights, up to the end', () => {
    const timeline = timelineOf(NOW, 7);
    const times = Array.from({ length: 5000 }, (_, at) => timeline.at(at / 5000));
    expect(times).toEqual([...times].sort((x, y) => x - y));
    const at = (hour: number) =>
      times.filter((time) => new Date(time + 9 * 3_600_000).getUTCHours() === hour).length;
    expect(at(21)).toBeGreaterThan(5 * at(4));
    expect([timeline.at(0), timeline.at(1)]).toEqual([NOW - 7 * DAY, NOW]);
  });
});
