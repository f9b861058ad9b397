import { beforeEach, describe, expect, it } from 'vitest';
import { sameProductQuery } from '../../../../domain/search/listing-queries.ts';
import { memorySearch, searchFailure } from '../../../support/memory/item-search.ts';
import { type TestApi, testApi } from './support/api.ts';
import { itemIdsOf, listItems, userDid } from './support/market.ts';

const TITLE = 'Onda studio headphones L87 navy';
let api: TestApi;
let search: ReturnType<typeof memorySearch>;
beforeEach(async () => {
  search = memorySearch();
  const found = ['cheap', 'chair', 'own', 'dear'];
  const isOfPrice = ({ sort }: { sort: readonly unknown[] }) => JSON.stringify(sort[0]) === '{"price":"asc"}';
  search.answer = (request) =>
    isOfPrice(request) ? found.map((itemId, place) => ({ itemId, score: 0, sort: [place] })) : [];
  api = testApi({ search });
  await listItems(api, ['hand'], { title: TITLE, sellerId: 's1' });
  await listItems(api, ['cheap'], { title: `[무료배송] ${TITLE}`, sellerId: 's2', price: 10 });
  await listItems(api, ['chair'], { title: 'Garden chair', sellerId: 's2', price: 20 });
  await listItems(api, ['own'], { title: TITLE, sellerId: 's1', price: 30 });
  await listItems(api, ['dear'], { title: 'Onda studio headphones L87', sellerId: 's3', price: 300 });
});
const section = async (asked: object = {}, context: object = { itemIds: ['hand'] }) => {
  const { body } = await api.server('POST', '/v1/recommend', { page: 'item', context, ...asked });
  return body.sections[0];
};

describe('the same product of other sellers, on the item page', () => {
  it('shows what is named the same, the cheapest first, at whatever price', async () => {
    const made = await section({ whyNot: 'chair' });
    expect(made).toMatchObject({ section: 'same-product', basedOn: 'hand', personal: false });
    expect(made.title).toBe('Same product, other sellers');
    expect(made.items).toMatchObject([
      { itemId: 'cheap', reason: 'same-product', tier: 'personal' },
      { itemId: 'dear', reason: 'same-product' },
    ]);
    expect(made.whyNot).toMatchObject({ step: 'same-product', answer: 'its title is not that of hand' });
    expect((await section({ whyNot: 'own' })).whyNot.answer).toBe('the same seller s1 offers it');
  });

  it('takes the shop’s word that items are one product', async () => {
    for (const itemId of ['hand', 'chair'])
      await api.server('PATCH', `/v1/items/${itemId}`, { groupId: 'g1' });
    expect(itemIdsOf(await section())).toEqual(['cheap', 'chair', 'dear']);
  });

  it('shows what lies in the cart and was bought too, for prices are compared', async () => {
    await userDid(api, 'u1', [
      ['cart', 'cheap', -10],
      ['purchase', 'dear', -20],
    ]);
    expect(itemIdsOf(await section({ userId: 'u1' }))).toEqual(['cheap', 'dear']);
  });

  it('asks for conditions and other sellers only', async () => {
    await section();
    const item = api.ports.items.stored.get('hand')!;
    const conditions = { now: api.time.now, adult: false };
    const asked = sameProductQuery({ item, conditions, size: 200 });
    expect(search.asked.map(({ query }) => JSON.stringify(query))).toContain(JSON.stringify(asked!.query));
  });

  it('is left out without an item at hand, without a search engine, and says so while that is sick', async () => {
    expect(await section({}, {})).toMatchObject({ omitted: 'has 0 items, needs 1' });
    search.answer = () => {
      throw searchFailure('timeout');
    };
    api.time.now += 60_000;
    expect(await section()).toMatchObject({ items: [], degraded: ['search'] });
    api = testApi();
    await listItems(api, ['hand'], { title: TITLE });
    const made = await section();
    expect(made).toMatchObject({ items: [], omitted: 'has 0 items, needs 1' });
    expect(made.degraded).toBeUndefined();
  });
});
