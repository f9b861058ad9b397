import { describe, expect, it } from 'vitest';
import { userKey } from '../../../../domain/identity/owner.ts';
import { mulberry } from '../../../../domain/random.ts';
import { LeakHunt, type MarketDriver } from '../../../support/leaks.ts';
import { memorySearch, searchFailure } from '../../../support/memory/item-search.ts';
import { at, type TestApi, testApi } from './support/api.ts';
import { popular, publish } from './support/market.ts';

const PAGES = Number(process.env.LEAK_PAGES ?? 150);

function driverOf(api: TestApi): MarketDriver {
  let moment = 0;
  const good = async (answer: Promise<{ status: number; body: unknown }>) => {
    const { status, body } = await answer;
    expect({ status, body }).toMatchObject({ status: 200 });
    // biome-ignore lint/suspicious/noExplicitAny: pages and sections alike
    return body as any;
  };
  return {
    async writeItem({ itemId, ...item }) {
      await good(api.server('PUT', `/v1/items/${itemId}`, item));
    },
    async act(userId, type, itemId) {
      const action = { eventKey: `e${moment}`, type, itemId, occurredAt: at(moment++) };
      await api.ports.actors.record({
        actor: userKey(userId),
        recent: [action],
        purchases: type === 'purchase' ? [{ ...action, quantity: 1 }] : [],
        links: [],
        cookies: [],
      });
      api.time.now += 1;
    },
    async writeUser(userId, { adult, showAdult, disliked }) {
      await good(api.server('PUT', `/v1/users/${userId}`, { adult }));
      const preferences = { showAdult, dislikedCategories: disliked };
      await good(api.server('PATCH', `/v1/users/${userId}/preferences`, preferences));
    },
    page: (path) => good(api.server('GET', path)),
  };
}

describe('pages of a market that changes while they are looked at', () => {
  it.each([1, 2, 3])(
    'show nothing that they must not (seed %i)',
    async (seed) => {
      const random = mulberry(seed);
      const search = memorySearch();
      const api = testApi({ search });
      const hunt = new LeakHunt(driverOf(api), random, () => api.time.now);
      const itemIds = await hunt.begin(150, 12);
      const some = (size: number) => Array.from({ length: size }, () => itemIds[Math.floor(random() * 150)]!);
      // An engine as bad as can be: it knows nothing of conditions, and now and then it does not answer.
      search.answer = ({ size }) => {
        if (random() < 0.2) throw searchFailure('timeout');
        return [...new Set(some(size))].map((itemId, rank) => ({ itemId, score: size - rank, sort: [rank] }));
      };
      const rowOf = () => [...new Set(some(40))].map((itemId, rank) => [itemId, 1 - rank / 50, 9] as const);
      const rows = Object.fromEntries(itemIds.map((itemId) => [itemId, rowOf()]));
      for (const kind of ['view', 'buy', 'basket', 'view-buy'])
        await publish(api, `together-${kind}-all`, rows);
      await popular(api, [...new Set(some(100)), 'ghost']);
      const { leaks, itemsShown, changes } = await hunt.run(PAGES);
      expect(leaks).toEqual([]);
      expect(changes).toBeGreaterThan(PAGES);
      expect(itemsShown).toBeGreaterThan(10 * PAGES);
    },
    600_000,
  );
});

describe('the judge of leaks', () => {
  it('sees what leaves where the catalogue is not told, and hides are lost', async () => {
    const api = testApi();
    const driver = driverOf(api);
    const deaf: MarketDriver = {
      ...driver,
      writeItem: (item) => driver.writeItem({ ...item, status: 'on_sale', stock: 1 }),
      act: async (userId, type, itemId) => {
        if (type !== 'hide') await driver.act(userId, type, itemId);
      },
    };
    const hunt = new LeakHunt(deaf, mulberry(4), () => api.time.now);
    await popular(api, await hunt.begin(60, 5));
    const { leaks } = await hunt.run(60);
    for (const why of ['status is', 'no stock', 'hidden'])
      expect(leaks.filter((leak) => leak.includes(why)).length).toBeGreaterThan(0);
  });
});
