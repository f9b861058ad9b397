import { beforeEach, describe, expect, it } from 'vitest';
import {
  clusterModelKey,
  popularityServingKey,
  repurchaseRulesKey,
} from '../../../../contract/storage-keys.ts';
import { REPURCHASE_DEFAULTS } from '../../../../domain/repurchase/rules.ts';
import { at, DAY, NOW, type TestApi, testApi } from './support/api.ts';
import { ids, itemIdsOf, listItems, popular, userDid } from './support/market.ts';

let api: TestApi;
beforeEach(async () => {
  api = testApi();
  await listItems(api, [...ids('p', 6), 'seen']);
  for (const colour of ['silver', 'grey'])
    await listItems(api, [colour], { title: `Orbit laptop ${colour}`, categories: ['tech', 'laptops'] });
  await popular(api, ['grey', ...ids('p', 6)]);
  const laptops = {
    path: ['tech', 'laptops'],
    buyers: 200,
    again: 0,
    groupAgain: 0,
    rest: 'never',
    scope: 'name-group',
  };
  const rules = { version: 'r1', asOf: at(0), parameters: REPURCHASE_DEFAULTS, categories: [laptops] };
  await api.ports.artefacts.put(repurchaseRulesKey, JSON.stringify(rules));
  await userDid(api, 'u1', [
    ['view', 'seen', -1000],
    ['purchase', 'silver', -3 * DAY],
  ]);
});
const home = async () => {
  const { status, body } = await api.server('POST', '/v1/recommend', { page: 'home', userId: 'u1' });
  expect(status).toBe(200);
  // biome-ignore lint/suspicious/noExplicitAny: sections of every shape
  return new Map<string, any>(body.sections.map((made: { section: string }) => [made.section, made]));
};
/** Reads of items of which this is said fail, or never end. */
function breakReads(isBroken: (itemIds: readonly string[]) => boolean, how: () => Promise<never>) {
  const { items } = api.ports;
  const read = items.read.bind(items);
  items.read = (itemIds) => (isBroken(itemIds) ? how() : read(itemIds));
}
const never = () => new Promise<never>(() => {});
const fail = () => Promise.reject(new Error('down'));

describe('a page of somebody whose', () => {
  it('purchases, taste and clusters are known says nothing of it', async () => {
    const made = await home();
    expect(itemIdsOf(made.get('for-you'))).not.toContain('grey');
    for (const section of made.values()) expect(section).not.toHaveProperty('degraded');
  });

  // Kin are read alone; tastes and clusters read the whole history.
  const isOfKin = (itemIds: readonly string[]) => itemIds.join() === 'silver';
  it.each([
    ['fails', fail],
    ['takes longer than 300 ms', never],
  ])('purchases’ kin %s to be read is made without, and its sections say so', async (_, how) => {
    breakReads(isOfKin, how);
    const made = await home();
    expect(itemIdsOf(made.get('for-you'))).toContain('grey');
    expect(made.get('for-you').degraded).toEqual(['purchases']);
    expect(made.get('feed').degraded).toEqual(['purchases']);
    expect(made.get('buy-again')).not.toHaveProperty('degraded');
  });

  it.each([
    ['popularity’s totals take', popularityServingKey, ['popularity']],
    ['clusters’ model takes', clusterModelKey, []],
    ['purchases’ rules take', repurchaseRulesKey, []],
  ])('%s too long to be read is made without', async (_, slow, labels) => {
    const { artefacts } = api.ports;
    const get = artefacts.get.bind(artefacts);
    artefacts.get = (key) => (key === slow ? never() : get(key));
    const made = await home();
    expect(itemIdsOf(made.get('for-you')).length).toBeGreaterThan(4);
    const said = [...made.values()].flatMap(({ degraded }) => degraded ?? []);
    expect(new Set(said)).toEqual(new Set(labels));
  });

  it('popularity’s totals come too late for is made without; the next has them', async () => {
    const { artefacts } = api.ports;
    const get = artefacts.get.bind(artefacts);
    const serving = Promise.withResolvers<Uint8Array>();
    artefacts.get = (key) => (key === popularityServingKey ? serving.promise : get(key));
    expect((await home()).get('for-you').degraded).toEqual(['popularity']);
    serving.resolve(new TextEncoder().encode(JSON.stringify({ asOf: NOW, totals: {} })));
    await serving.promise;
    artefacts.get = (key) => (key === popularityServingKey ? never() : get(key));
    expect((await home()).get('for-you')).not.toHaveProperty('degraded');
    // They go on while the next read hangs.
    api.time.now += 60_000;
    expect((await home()).get('for-you')).not.toHaveProperty('degraded');
  });

  it.each([
    ['cannot be read', fail],
    ['take longer than 300 ms', never],
  ])('taste and clusters %s is made without, and the sections that they concern say so', async (_, how) => {
    // One read each, before any section reads what it shows.
    let left = 2;
    breakReads((itemIds) => itemIds.includes('seen') && left-- > 0, how);
    const made = await home();
    expect(itemIdsOf(made.get('for-you'))).toHaveLength(6);
    expect(made.get('for-you').degraded).toEqual(['clusters', 'taste']);
    expect(made.get('popular-with-people-like-you').degraded).toEqual(['clusters']);
    expect(made.get('trending-now')).not.toHaveProperty('degraded');
  });
});
