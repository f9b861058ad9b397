import { beforeEach, describe, expect, it } from 'vitest';
import { picture } from '../../../../../bench/quality/picture.ts';
import { repurchaseRulesKey } from '../../../../../contract/storage-keys.ts';
import { userKey } from '../../../../../domain/identity/owner.ts';
import { REPURCHASE_DEFAULTS } from '../../../../../domain/repurchase/rules.ts';
import { memorySearch } from '../../../../support/memory/item-search.ts';
import { at, DAY, type TestApi, testApi } from '../support/api.ts';
import { changeSteps, documentOf, without } from '../support/editor.ts';
import { ids, itemIdsOf, listItems, popular, userDid } from '../support/market.ts';

/** Rows C1 to C7 of the systems that we set out to build: what becomes of candidates before they are shown. */
let api: TestApi;
beforeEach(() => {
  api = testApi();
});
// biome-ignore lint/suspicious/noExplicitAny: sections of every shape
const section = async (name: string, asked: object = {}): Promise<any> =>
  (await api.server('POST', '/v1/recommend', { sections: [name], ...asked })).body.sections[0];
const shown = async (name: string, asked: object = {}) => itemIdsOf(await section(name, asked));
const inCategory = (name: string, itemIds: readonly string[], more: object = {}) =>
  listItems(api, itemIds, { categories: ['all', name], ...more });
const firsts = (itemIds: readonly string[]) => itemIds.map((itemId) => itemId[0]).join('');

describe('C1: what was bought', () => {
  const learned = { buyers: 200, groupAgain: 0 };
  beforeEach(async () => {
    await inCategory('milk', ids('m', 2));
    for (const colour of ['silver', 'grey'])
      await inCategory('laptops', [colour], { title: `Orbit laptop ${colour}` });
    await inCategory('toys', ids('t', 3));
    await popular(api, [...ids('m', 2), 'grey', 'silver', ...ids('t', 3)]);
    const milk = { ...learned, path: ['all', 'milk'], again: 0.5, rest: { afterDays: 20 }, scope: 'item' };
    const laptops = { ...learned, path: ['all', 'laptops'], again: 0, rest: 'never', scope: 'name-group' };
    const rules = {
      version: 'r1',
      asOf: at(0),
      parameters: REPURCHASE_DEFAULTS,
      categories: [milk, laptops],
    };
    await api.ports.artefacts.put(repurchaseRulesKey, JSON.stringify(rules));
    await userDid(api, 'u1', [
      ['purchase', 'm0', -25 * DAY],
      ['purchase', 'm1', -5 * DAY],
      ['purchase', 'silver', -3 * DAY],
    ]);
  });

  it('C1: leaves with its near kin, but not where people buy again', async () => {
    expect((await shown('for-you', { userId: 'u1' })).toSorted()).toEqual(['m0', ...ids('t', 3)]);
    const kin = await section('for-you', { userId: 'u1', whyNot: 'grey' });
    expect(kin.whyNot).toMatchObject({ step: 'purchased' });
    expect(kin.whyNot.answer).toContain('item silver, of the same name, was bought on');
    expect(await shown('for-you')).toEqual(expect.arrayContaining(['m1', 'grey']));
  });

  it('C1: is offered again where it is due', async () => {
    const few = { ...(await api.admin('GET', '/v1/registry/sections/buy-again')).body.document, minItems: 1 };
    await api.admin('PUT', '/v1/registry/sections/buy-again', few);
    expect((await shown('buy-again', { userId: 'u1' }))[0]).toBe('m0');
  });
});

describe('filters', () => {
  it('C2: what a user has seen on too many days leaves, by a filter that never forgets within them', async () => {
    await listItems(api, ids('p', 4));
    await popular(api, ids('p', 4));
    const seen = [0, 1, 2].map((days) => ({ itemId: 'p1', occurredAt: at(-days * DAY) }));
    const nothing = { recent: [], purchases: [], links: [], cookies: [] };
    await api.ports.actors.record({ ...nothing, actor: userKey('u1'), seen: seen.slice(1) });
    expect(await shown('feed', { userId: 'u1' })).toContain('p1');
    await api.ports.actors.record({ ...nothing, actor: userKey('u1'), seen });
    expect(await shown('feed', { userId: 'u1' })).toEqual(['p0', 'p2', 'p3']);
    expect((await section('feed', { userId: 'u1', whyNot: 'p1' })).whyNot.answer).toContain(
      'probably seen on 3 days',
    );
  });

  it('C3: no category that a user does not want, and nothing for adults to children', async () => {
    await inCategory('horror', ['h0']);
    await inCategory('novels', ['n0', 'n1']);
    await inCategory('novels', ['a0'], { adult: true });
    await popular(api, ['h0', 'a0', 'n0', 'n1']);
    expect((await shown('for-you', { userId: 'u1' })).toSorted()).toEqual(['h0', 'n0', 'n1']);
    const wishes = { dislikedCategories: ['horror'], showAdult: true };
    await api.server('PATCH', '/v1/users/u1/preferences', wishes);
    expect((await shown('for-you', { userId: 'u1' })).toSorted()).toEqual(['n0', 'n1']);
    await api.server('PUT', '/v1/users/u1', { adult: true });
    expect((await shown('for-you', { userId: 'u1' })).toSorted()).toEqual(['a0', 'n0', 'n1']);
  });
});

describe('shuffling', () => {
  beforeEach(async () => {
    await inCategory('shoes', ids('s', 12));
    await inCategory('bags', ids('b', 12));
    await popular(api, [...ids('s', 12), ...ids('b', 12)]);
  });

  it('C4: no long run of one category shows, from more candidates than are shown, over pages too', async () => {
    const changed = { step: 'shuffle', window: 20, floor: 0 };
    await changeSteps(api, 'for-you', (steps) =>
      steps.map((one) => (one.step === 'shuffle' ? changed : one)),
    );
    const path = '/v1/pages/home/sections/for-you?limit=6';
    const first = (await api.server('GET', path)).body;
    const next = (await api.server('GET', `${path}&cursor=${first.nextCursor}`)).body;
    expect(firsts([...itemIdsOf(first), ...itemIdsOf(next)])).toBe('sbsbsbsbsbsb');
    await changeSteps(api, 'for-you', without('shuffle'));
    expect(firsts(await shown('for-you', { limits: 12 }))).toBe('s'.repeat(12));
  });

  it('C5: of one name one stands for all, except where prices are compared', async () => {
    const search = memorySearch();
    search.answer = ({ sort, query }) => {
      const byPrice = JSON.stringify(sort[0]) === '{"price":"asc"}';
      const isTop = JSON.stringify(query).includes('"must":[{"has_child"');
      const found = byPrice ? ['cheap', 'dear'] : isTop ? ['dear', 'cheap', 'other'] : [];
      return found.map((itemId, rank) => ({ itemId, score: 9 - rank, sort: [rank] }));
    };
    api = testApi({ search });
    for (const [itemId, price] of Object.entries({ hand: 20, cheap: 10, dear: 90 }))
      await listItems(api, [itemId], { title: 'Onda headphones L87', price, sellerId: itemId });
    await listItems(api, ['other'], { title: 'Garden chair' });
    const forYou = await section('for-you', { whyNot: 'cheap' });
    expect(itemIdsOf(forYou)).toEqual(['dear', 'other']);
    expect(forYou.whyNot.answer).toBe('item dear, of the same name, stands for it');
    const offers = await section('same-product', { context: { itemIds: ['hand'] } });
    expect(offers.title).toBe('Same product, other sellers');
    expect(itemIdsOf(offers)).toEqual(['cheap', 'dear']);
  });

  it('C6: likeness to what stands before costs a place', async () => {
    const name = 'popular-with-people-like-you';
    expect(firsts(await shown(name, { limits: 4 }))).toBe('ssss');
    await changeSteps(api, name, (steps) => [...steps, { step: 'mmr', lambda: 0.5, category: 1 }]);
    expect(firsts(await shown(name, { limits: 4 }))).toMatch(/^s.*b/);
  });

  it('C6: a seller has so many of the places that follow one another', async () => {
    const name = 'popular-with-people-like-you';
    for (const itemId of ids('s', 12)) await api.server('PATCH', `/v1/items/${itemId}`, { sellerId: 'big' });
    expect(firsts(await shown(name, { limits: 14 }))).toBe(`ss${'b'.repeat(12)}`);
    await changeSteps(api, name, without('seller-cap'));
    expect(firsts(await shown(name, { limits: 14 }))).toBe(`${'s'.repeat(12)}bb`);
  });

  it('C7: lists before and after a step are a picture of users × ranks, coloured by category', async () => {
    const document = await documentOf(api, 'providers/for-you');
    const plain = { ...document, steps: without('shuffle')(document.steps) };
    const viewers = [{ userId: 'u1' }, { userId: 'u2' }];
    const changes = [{ kind: 'providers', name: 'for-you', document: plain }];
    const asked = { page: 'home', viewers, limits: 8, changes };
    const { body } = await api.admin('POST', '/v1/registry/preview', asked);
    // biome-ignore lint/suspicious/noExplicitAny: pages of every shape
    const listsOf = (side: string) => body.viewers.map((one: any) => forYouOf(one[side]));
    const drawn = picture({
      title: 'for you',
      before: listsOf('proposed'),
      after: listsOf('now'),
      categoryOf: (itemId) => itemId[0],
    });
    const [before, after] = drawn.split('>after<');
    const runsIn = (panel: string) => panel.match(/M\d+ \d+h/g)!.length;
    expect(runsIn(before!)).toBe(viewers.length);
    expect(runsIn(after!)).toBeGreaterThan(2 * viewers.length);
  });

  // biome-ignore lint/suspicious/noExplicitAny: pages of every shape
  const forYouOf = ({ sections }: any): string[] =>
    // biome-ignore lint/suspicious/noExplicitAny: sections of every shape
    itemIdsOf(sections.find((made: any) => made.section === 'for-you'));
});
