import { beforeEach, describe, expect, it } from 'vitest';
import { FillRates } from '../../../../functions/provider/recommend/fill-rate.ts';
import { metrics } from '../../../../functions/runtime/metrics.ts';
import { testApi } from './support/api.ts';
import { ids, listItems, popular, publish, userDid } from './support/market.ts';

describe('how pages are filled', () => {
  const counted = new Map<string, number>();
  beforeEach(() => {
    counted.clear();
    metrics.addMetric = (name, _unit, value) => {
      counted.set(name, (counted.get(name) ?? 0) + value);
      return metrics;
    };
  });

  it('is counted for known viewers: what only the fallback gave, and which sections were left out', async () => {
    const api = testApi();
    await listItems(api, [...ids('p', 30), ...ids('n', 5), 'seen']);
    await popular(api, ids('p', 30));
    const row = ids('n', 5).map((itemId, rank) => [itemId, 1 - rank / 10, 5] as const);
    await publish(api, 'together-view-all', { seen: row });
    await userDid(api, 'u1', [['view', 'seen', -1000]]);
    const asked = { page: 'item', userId: 'u1', context: { itemIds: ['seen'] }, limits: 10 };
    const { body } = await api.server('POST', '/v1/recommend', asked);
    expect(body.sections[1].items).toHaveLength(10);
    expect(counted.get('ServedItems')).toBe(10);
    expect(counted.get('FallbackItems')).toBe(5);
    expect(counted.get('AskedSections')).toBe(body.sections.length);
    expect(counted.get('OmittedSections')).toBe(body.sections.length - 1);
  });

  it('is not counted for who is unknown, for they get what everybody gets', async () => {
    const api = testApi();
    await listItems(api, ids('p', 30));
    await popular(api, ids('p', 30));
    await api.server('GET', '/v1/pages/home?userId=stranger');
    expect(counted.has('ServedItems')).toBe(false);
  });
});

describe('figures by section', () => {
  const fill = (section: string, items: number, fallback: number) => ({
    section,
    items,
    fallback,
    omitted: items === 0,
  });

  it('leave together, when a quarter of a minute has passed or a line is full', () => {
    const written: unknown[] = [];
    let now = 0;
    const rates = new FillRates(
      (...line) => written.push(line),
      () => now,
    );
    rates.add([fill('a', 10, 5), fill('b', 0, 0)]);
    now = 14_999;
    rates.add([fill('a', 4, 0)]);
    expect(written).toEqual([]);
    now = 15_000;
    rates.add([fill('a', 1, 1)]);
    expect(written).toEqual([
      ['SectionFallback', [50, 0, 100], 'a'],
      ['SectionOmitted', [0, 0, 0], 'a'],
      ['SectionOmitted', [100], 'b'],
    ]);
    written.length = 0;
    for (let page = 0; page < 100; page++) rates.add([fill('a', 10, 0)]);
    expect(written).toHaveLength(2);
  });
});
