import { describe, expect, it } from 'vitest';
import { repurchaseRulesKey } from '../../../../contract/storage-keys.ts';
import { userKey } from '../../../../domain/identity/owner.ts';
import {
  type LearnedRule,
  REPURCHASE_DEFAULTS,
  type RepurchaseRules,
} from '../../../../domain/repurchase/rules.ts';
import { failNext } from '../../../support/memory-ports.ts';
import { at, DAY, NOW, type TestApi, testApi } from './support/api.ts';
import { ids, itemIdsOf, listItems, popular, userDid } from './support/market.ts';

const rule = (path: string[], more: Partial<LearnedRule>): LearnedRule => ({
  path,
  buyers: 200,
  again: 0,
  groupAgain: 0,
  rest: 'never',
  scope: 'item',
  ...more,
});
const RULES: RepurchaseRules = {
  version: 'r1',
  asOf: at(0),
  parameters: REPURCHASE_DEFAULTS,
  categories: [
    rule(['food', 'milk'], { again: 0.5, rest: { afterDays: 20 } }),
    rule(['tech', 'laptops'], { scope: 'name-group' }),
  ],
};

async function market(rules: RepurchaseRules | undefined): Promise<TestApi> {
  const api = testApi();
  await listItems(api, ids('milk', 4), { categories: ['food', 'milk'] });
  await listItems(api, ids('p', 6));
  for (const colour of ['silver', 'grey', 'gold'])
    await listItems(api, [colour], { title: `Orbit laptop ${colour}`, categories: ['tech', 'laptops'] });
  await popular(api, [...ids('milk', 4), 'silver', 'grey', 'gold', ...ids('p', 6)]);
  if (rules) await api.ports.artefacts.put(repurchaseRulesKey, JSON.stringify(rules));
  await userDid(api, 'u', [
    ...ids('milk', 4).map((itemId, n) => ['purchase', itemId, -(5 + 8 * n) * DAY] as const),
    ['purchase', 'silver', -3 * DAY],
  ]);
  return api;
}
// biome-ignore lint/suspicious/noExplicitAny: sections of every shape
const section = async (api: TestApi, name: string, asked: object = {}): Promise<any> =>
  (await api.server('POST', '/v1/recommend', { sections: [name], userId: 'u', ...asked })).body.sections[0];
const shown = async (api: TestApi, name: string, asked: object = {}) =>
  itemIdsOf(await section(api, name, asked)).sort();

describe('learned repurchase rules on a page', () => {
  it('let what is due return, and the like of durable things rest', async () => {
    // Bought 5, 13, 21 and 29 days ago; 20 days of rest.
    expect(await shown(await market(RULES), 'for-you')).toEqual(['milk2', 'milk3', ...ids('p', 6)]);
  });

  it('fill buy again with what is due after half the median interval', async () => {
    expect(await shown(await market(RULES), 'buy-again', { limits: 3 })).toEqual(['milk1', 'milk2', 'milk3']);
  });

  it('say in the ledger where they come from', async () => {
    const { whyNot } = await section(await market(RULES), 'for-you', { whyNot: 'grey' });
    expect(JSON.stringify(whyNot)).toContain('item silver, of the same name, was bought on');
    const milk = await section(await market(RULES), 'for-you', { whyNot: 'milk0' });
    expect(JSON.stringify(milk)).toContain('rests 20 days (learned for food › milk)');
  });

  it('are not there before any were learned: then what was bought stays away, it alone', async () => {
    // Of the two that are left one stands for the name.
    expect(await shown(await market(undefined), 'for-you')).toEqual(['grey', ...ids('p', 6)]);
  });

  it('never cost a page: without the store the catalogue and the default count', async () => {
    const api = await market(RULES);
    failNext(api.ports.artefacts, 'get', new Error('away'), 20);
    expect(await shown(api, 'for-you')).toEqual(['grey', ...ids('p', 6)]);
  });
});

describe('what was seen too often', () => {
  it('leaves the feed, with the days in the ledger', async () => {
    const api = await market(RULES);
    const seen = [0, 1, 2].map((days) => ({
      itemId: 'p0',
      occurredAt: new Date(NOW - days * DAY).toISOString(),
    }));
    await api.ports.actors.record({
      actor: userKey('v'),
      recent: [],
      purchases: [],
      links: [],
      cookies: [],
      seen,
    });
    const feed = await section(api, 'feed', { userId: 'v', whyNot: 'p0' });
    expect(itemIdsOf(feed)).not.toContain('p0');
    expect(itemIdsOf(feed)).toContain('p1');
    expect(JSON.stringify(feed)).toContain('probably seen on 3 days of the last 14, needs fewer than 3');
  });
});
