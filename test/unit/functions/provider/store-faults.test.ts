import { beforeEach, describe, expect, it } from 'vitest';
import { pageReply } from '../../../../contract/api/recommend.ts';
import { DAY, type TestApi, testApi } from './support/api.ts';
import { ids, itemIdsOf, listItems, popular, publish, userDid } from './support/market.ts';
import { topSearch } from './support/top-market.ts';

const TOP = ids('t', 40);
const PAGES = ['home', 'my-page', 'item&itemId=seen', 'cart', 'category&category=goods'];
const urlOf = (page: string, more = '') => {
  const [name, about] = page.split('&');
  return `/v1/pages/${name}?limit=5${about ? `&${about}` : ''}${more}`;
};

let api: TestApi;
beforeEach(async () => {
  api = testApi({ search: topSearch(TOP) });
  await listItems(api, [...TOP, ...ids('n', 12), 'seen']);
  await listItems(api, ['t0'], { status: 'sanctioned' });
  await popular(api, TOP);
  const row = ids('n', 12).map((itemId, rank) => [itemId, 1 - rank / 20, 20 - rank] as const);
  await publish(api, 'together-view-all', { seen: row });
  await userDid(api, 'u1', [
    ['view', 'seen', -1000],
    ['purchase', 'n11', -40 * DAY],
    ['hide', 't1', -500],
  ]);
});

type Store = 'actors' | 'items' | 'models' | 'feeds' | 'registry' | 'artefacts' | 'search' | 'keys';
/** Every call of the store fails from now on, and nothing that was read of it is fresh any more. */
function fail(store: Store): void {
  const port = api.ports[store] as unknown as Record<string, unknown>;
  for (const [name, method] of Object.entries(port))
    if (typeof method === 'function') port[name] = () => Promise.reject(new Error(`${store} is down`));
  api.time.now += 45_000;
}
/** All pages, for somebody and for nobody. */
async function all(): Promise<Awaited<ReturnType<TestApi['server']>>[]> {
  const urls = PAGES.flatMap((page) => [urlOf(page), urlOf(page, '&userId=u1')]);
  return Promise.all(urls.map((url) => api.server('GET', url)));
}
interface Section {
  readonly section: string;
  readonly degraded?: readonly string[];
}
/** Sections that name a label, over all pages. */
const naming = (answers: Awaited<ReturnType<typeof all>>, label: string): string[] => {
  const sections = answers.flatMap(({ body }) => body.sections as Section[]);
  return [
    ...new Set(sections.filter(({ degraded }) => degraded?.includes(label)).map(({ section }) => section)),
  ];
};

describe('while one store fails, pages', () => {
  it('say nothing of it as long as none does', async () => {
    for (const { status, body } of await all()) {
      expect(status).toBe(200);
      for (const section of body.sections) expect(section).not.toHaveProperty('degraded');
    }
  });

  // Each store with sections that say so, and some that need not.
  it.each<[Store, readonly string[], readonly string[]]>([
    ['actors', ['for-you', 'trending-now', 'same-product'], []],
    ['models', ['for-you', 'viewed-together'], ['new-listings', 'similar-items', 'recently-viewed']],
    ['artefacts', ['for-you', 'feed', 'category-listing'], ['recently-viewed', 'similar-items']],
    ['search', ['for-you', 'feed', 'similar-items'], ['recently-viewed', 'buy-again', 'trending-now']],
    ['registry', ['for-you', 'recently-viewed', 'category-listing'], []],
  ])('are made all the same (%s), and what lives on it says so', async (store, saying, silent) => {
    fail(store);
    const label = store === 'artefacts' ? 'popularity' : store;
    const answers = await all();
    for (const { status, body } of answers) {
      expect({ status, body }).toMatchObject({ status: 200 });
      expect(pageReply.safeParse(body).error).toBeUndefined();
      expect(body.sections.flatMap(itemIdsOf)).not.toContain('t0');
    }
    const said = naming(answers, label);
    expect(said).toEqual(expect.arrayContaining([...saying]));
    for (const section of silent) expect(said).not.toContain(section);
    const home = answers[0]!.body.sections.flatMap(itemIdsOf);
    expect(home.length).toBeGreaterThan(5);
  });

  it.each(['items', 'keys'] as const)(
    'are refused in words, with nothing of what is inside (%s)',
    async (store) => {
      fail(store);
      // Keys are remembered for a minute.
      api.time.now += 30_000;
      const answers = await all();
      // Nobody's own page has no item to read.
      const [nobodys] = answers.splice(2, 1);
      if (store === 'items') expect(nobodys).toMatchObject({ status: 200 });
      for (const { status, body, headers } of answers) {
        expect({ status, body }).toMatchObject({ status: 503, body: { code: 'store-unavailable' } });
        expect(JSON.stringify(body)).not.toContain('is down');
        expect(headers['retry-after']).toBeDefined();
      }
    },
  );

  it('are whole without the store of long feeds, which no first page writes', async () => {
    fail('feeds');
    const { status, body } = await api.server('GET', urlOf('home', '&userId=u1'));
    expect(status).toBe(200);
    const feed = body.sections.find(({ section }: Section) => section === 'feed');
    const next = await api.server('GET', `/v1/pages/home/sections/feed?userId=u1&cursor=${feed.nextCursor}`);
    expect(next).toMatchObject({ status: 200 });
    expect(itemIdsOf(next.body).length).toBeGreaterThan(0);
  });

  it.each(['actors', 'models', 'artefacts', 'search', 'registry'] as const)(
    'go on with cursors made before (%s)',
    async (store) => {
      const { body } = await api.server('GET', urlOf('home', '&userId=u1'));
      const feed = body.sections.find(({ section }: Section) => section === 'feed');
      fail(store);
      const url = `/v1/pages/home/sections/feed?userId=u1&limit=5&cursor=${feed.nextCursor}`;
      const next = await api.server('GET', url);
      expect(next).toMatchObject({ status: 200 });
      const shown = body.sections.flatMap(itemIdsOf);
      for (const itemId of itemIdsOf(next.body)) expect(shown).not.toContain(itemId);
    },
  );

  it('are what they were as soon as it answers again', async () => {
    const before = itemIdsOf((await api.server('GET', urlOf('home'))).body.sections[2]);
    const { read } = api.ports.items;
    fail('items');
    expect((await api.server('GET', urlOf('home'))).status).toBe(503);
    api.ports.items.read = read;
    const after = await api.server('GET', urlOf('home'));
    expect(itemIdsOf(after.body.sections[2])).toEqual(before);
  });
});
