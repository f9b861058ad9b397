import { describe, expect, it } from 'vitest';
import { mulberry } from '../../../../domain/random.ts';
import { failNext } from '../../../support/memory-ports.ts';
import { type TestApi, testApi } from './support/api.ts';
import { changeProvider, changeSteps, without } from './support/editor.ts';
import { ids, itemIdsOf, listItems, popular, publish, userDid } from './support/market.ts';
import { topSearch } from './support/top-market.ts';

/** Items of sellers and names of their own: nothing that arranges takes one for another. */
async function listApart(api: TestApi, itemIds: readonly string[], more: object = {}): Promise<void> {
  const letters = (itemId: string) =>
    [...itemId].map((letter) => String.fromCharCode(97 + (letter.charCodeAt(0) % 26)).repeat(4)).join(' ');
  for (const itemId of itemIds)
    await listItems(api, [itemId], { title: `${letters(itemId)} ${itemId}`, sellerId: itemId, ...more });
}
const FOR_YOU = '/v1/pages/home/sections/for-you?userId=u1';
const recommended = async (api: TestApi, asked: object) =>
  (await api.server('POST', '/v1/recommend', asked)).body.sections;

/** Item ids of a section, page by page to its end, or to the 20th page. */
async function toTheEnd(api: TestApi, url: string): Promise<string[][]> {
  const pages: string[][] = [];
  let more = '';
  do {
    const { body } = await api.server('GET', `${url}${more}`);
    pages.push(itemIdsOf(body));
    more = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
  } while (more !== '' && pages.length < 20);
  return pages;
}

describe('a section most of whose candidates are one name', () => {
  const flood = ids('d', 300);
  const good = ids('w', 60);
  async function flooded(api: TestApi): Promise<TestApi> {
    await listApart(api, good);
    await listItems(api, flood, { title: 'red kettle of steel, 2 litre', sellerId: 'spam' });
    await listItems(api, ids('s', 3));
    await popular(api, good);
    const rows = ids('s', 3).map((seed, part) => {
      const items = flood.slice(100 * part, 100 * part + 100).map((itemId) => [itemId, 1, 5] as const);
      return [seed, items] as const;
    });
    await publish(api, 'together-view-all', Object.fromEntries(rows));
    await userDid(
      api,
      'u1',
      ids('s', 3).map((seed, place) => ['view', seed, -1000 * (place + 1)]),
    );
    return api;
  }

  it.each([true, false])(
    'is filled with the others, and its cursor ends (search engine: %s)',
    async (has) => {
      const api = await flooded(testApi(has ? { search: topSearch(good) } : {}));
      const pages = await toTheEnd(api, `${FOR_YOU}&limit=20`);
      expect(pages[0]).toHaveLength(20);
      expect(pages.length).toBeLessThan(6);
      // A cursor remembers the last 24 items: then one of the name may come again.
      const floods = pages.map((page) => page.filter((itemId) => flood.includes(itemId)).length);
      expect(floods[0]).toBe(1);
      expect(Math.max(...floods)).toBe(1);
      expect(new Set(pages.flat()).size).toBe(pages.flat().length);
    },
  );
});

describe('whatever a document says', () => {
  it('nothing leaves that cannot be bought, nor anything for adults', async () => {
    const api = testApi();
    await listItems(api, ['sanctioned'], { status: 'sanctioned' });
    await listItems(api, ['deleted'], { status: 'deleted' });
    await listItems(api, ['empty'], { stock: 0 });
    await listItems(api, ['grown'], { adult: true });
    await listApart(api, ids('p', 5));
    await popular(api, ['sanctioned', 'deleted', 'empty', 'grown', 'unknown', ...ids('p', 5)]);
    await changeSteps(api, 'for-you', () => [{ step: 'shuffle' }]);
    expect(itemIdsOf((await api.browser('GET', '/v1/pages/home/sections/for-you')).body)).toEqual(
      ids('p', 5),
    );
  });

  it('cursors repeat nothing and end, and what the request excludes stays out', async () => {
    const api = testApi();
    await listApart(api, ids('p', 40));
    await popular(api, ids('p', 40));
    await changeSteps(api, 'for-you', without('excluded'));
    const pages = await toTheEnd(api, '/v1/pages/home/sections/for-you?limit=15');
    expect(pages.flat().toSorted()).toEqual(ids('p', 40).toSorted());
    const [section] = await recommended(api, { sections: ['for-you'], exclude: ['p0'] });
    expect(itemIdsOf(section)).not.toContain('p0');
  });
});

describe('a section that looks further into the market', () => {
  const many = ids('m', 500);
  const asked = { sections: ['for-you'], userId: 'u1', limits: 10, explain: true, whyNot: 'm2' };
  /** Of the first 200 hits five can be bought, and one of these was hidden. */
  async function sparse(): Promise<TestApi> {
    const api = testApi({ search: topSearch(many) });
    await listApart(api, many);
    await listItems(api, many.slice(5, 200), { status: 'sold' });
    await listItems(api, ['seen']);
    await publish(api, 'together-view-all', { seen: [['m300', 1, 9]] });
    await userDid(api, 'u1', [
      ['view', 'seen', -1000],
      ['hide', 'm2', -500],
    ]);
    return api;
  }

  it('says of each item who proposed it, and of what left why', async () => {
    const [{ items, ledger, whyNot }] = await recommended(await sparse(), asked);
    expect(items).toHaveLength(10);
    for (const { sources } of ledger.order) expect(sources).not.toEqual([]);
    expect(whyNot).toMatchObject({ step: 'hidden' });
    const removed = ledger.removed.map(({ itemId }: { itemId: string }) => itemId);
    expect(itemIdsOf({ items }).filter((itemId) => removed.includes(itemId))).toEqual([]);
    expect(new Set(removed).size).toBe(removed.length);
  });

  it('still says what could not be read at first', async () => {
    const api = await sparse();
    failNext(api.ports.models, 'readRows', new Error('down'));
    const [{ degraded }] = await recommended(api, asked);
    expect(degraded).toEqual(['models']);
  });

  it('shows one of a name over all it found', async () => {
    const api = testApi({ search: topSearch(many) });
    await listApart(api, many);
    await listItems(
      api,
      many.slice(0, 200).filter((_, place) => place % 4 > 0),
      { status: 'sold' },
    );
    await listApart(api, ['m0', 'm210'], { title: 'red kettle steel 2 litre' });
    const { body } = await api.browser('GET', '/v1/pages/home/sections/for-you?limit=100');
    expect(itemIdsOf(body)).toContain('m0');
    expect(itemIdsOf(body)).not.toContain('m210');
  });
});

describe('a section with a minimum', () => {
  it('is left out where it has less, however few are asked for, and shown where it has as many', async () => {
    const api = testApi();
    await listApart(api, ids('v', 5));
    const looked = (count: number) =>
      userDid(
        api,
        `u${count}`,
        ids('v', count).map((itemId, place) => ['view', itemId, -1000 * (place + 1)]),
      );
    for (const count of [2, 3, 5]) await looked(count);
    const section = async (count: number, more: string) =>
      (await api.server('GET', `/v1/pages/home/sections/recently-viewed?userId=u${count}${more}`)).body;
    expect((await section(2, '&limit=1')).omitted).toBe('has 2 items, needs 3');
    expect(itemIdsOf(await section(3, '&limit=1'))).toEqual(['v0']);
    expect(itemIdsOf(await section(5, '&limit=2'))).toEqual(['v0', 'v1']);
    await api.server('PATCH', '/v1/items/v2', { status: 'sold' });
    expect((await section(3, '&limit=1')).omitted).toBe('has 2 items, needs 3');
  });
});

describe('what is held of items', () => {
  it('arranges a renamed item by its new name with the next answer', async () => {
    const api = testApi();
    const kettle = 'red kettle steel 2 litre';
    await listApart(api, ids('w', 6));
    await listApart(api, ['x', 'y'], { title: kettle });
    await popular(api, ['x', 'y', ...ids('w', 6)]);
    const shown = async () => itemIdsOf((await recommended(api, { sections: ['for-you'] }))[0]);
    expect(await shown()).not.toContain('y');
    await api.server('PATCH', '/v1/items/y', { title: 'wooden garden table for six' });
    expect(await shown()).toContain('y');
    await api.server('PATCH', '/v1/items/y', { title: kettle });
    expect(await shown()).not.toContain('y');
  });

  it('is asked for a few times where thousands were sold', async () => {
    const api = testApi();
    const sold = ids('c', 5000);
    await listItems(api, [...sold, 'c5000'], { status: 'sold' });
    await listItems(api, ['c5000'], { status: 'on_sale' });
    await popular(api, [...sold, 'c5000']);
    await changeProvider(api, 'for-you', (document) => ({
      ...document,
      sources: [{ source: 'popular', weight: 1 }],
      steps: [{ step: 'available' }],
    }));
    for (const instance of ['cold', 'warm']) {
      let reads = 0;
      const { read } = api.ports.items;
      api.ports.items.read = (itemIds) => {
        reads++;
        return read(itemIds);
      };
      const { body } = await api.server('GET', '/v1/pages/home/sections/for-you?limit=1');
      expect({ instance, items: itemIdsOf(body) }).toEqual({ instance, items: ['c5000'] });
      expect(reads).toBeLessThan(80);
      api.ports.items.read = read;
    }
  });

  it('is the same with a ledger: judging what is not shown changes nothing that is', async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const random = mulberry(seed);
      const api = testApi();
      for (const [place, itemId] of ids('g', 400).entries()) {
        const isDear = place < 101 ? random() < 0.3 : place > 220 && random() < 0.6;
        const category = place > 220 && isDear ? 'c3' : `c${Math.floor(random() * 4)}`;
        await listApart(api, [itemId], { price: isDear ? 90 : 10, categories: ['all', category] });
      }
      await popular(api, ids('g', 400));
      const steps = [{ step: 'available' }, { step: 'request' }];
      const sources = [{ source: 'popular', weight: 1 }];
      await changeProvider(api, 'for-you', (document) => ({ ...document, sources, steps }));
      const shuffled = [...steps, { step: 'shuffle', floor: 0, window: 24 }];
      await changeProvider(api, 'trending-now', (document) => ({ ...document, sources, steps: shuffled }));
      const asked = {
        sections: ['for-you', 'trending-now'],
        limits: { 'for-you': 1, 'trending-now': 100 },
        filters: { price: { max: 50 } },
      };
      const [, plain] = await recommended(api, asked);
      const [, explained] = await recommended(api, { ...asked, explain: true });
      expect(itemIdsOf(explained)).toEqual(itemIdsOf(plain));
    }
  });
});
