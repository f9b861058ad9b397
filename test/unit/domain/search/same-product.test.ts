import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredItem } from '../../../../domain/catalogue/item.ts';
import { itemDocument } from '../../../../domain/search/document.ts';
import { sameProductQuery } from '../../../../domain/search/listing-queries.ts';
import { createIndex, hitsOf, write } from '../../../support/opensearch/client.ts';
import { startEmbedded } from '../../../support/opensearch/embedded.ts';
import { itemOf, NOW } from '../ranking/support.ts';

const TITLE = 'Onda studio headphones L87 navy';
const offers: StoredItem[] = [
  itemOf('hand', { title: TITLE, sellerId: 's1', price: 50, groupId: 'g' }),
  itemOf('dear', { title: `[Free shipping] ${TITLE}`, sellerId: 's2', price: 90 }),
  itemOf('cheap', { title: 'Onda Studio Headphones L87 black', sellerId: 's3', price: 40 }),
  itemOf('grouped', { title: 'something else', sellerId: 's4', price: 60, groupId: 'g' }),
  itemOf('own', { title: TITLE, sellerId: 's1', price: 10 }),
  itemOf('sold', { title: TITLE, sellerId: 's5', price: 20, status: 'sold' }),
  itemOf('other', { title: 'Wooden chair for the garden', sellerId: 's6', price: 5 }),
];

let engine: Awaited<ReturnType<typeof startEmbedded>>;
beforeAll(async () => {
  engine = await startEmbedded();
  await createIndex(engine, 'offers');
  await write(engine, 'offers', offers.map(itemDocument));
});
afterAll(() => engine.stop());
const ask = async (item: StoredItem) => {
  const request = sameProductQuery({ item, conditions: { now: NOW, adult: false }, size: 10 });
  return request && (await hitsOf(engine, 'offers', request)).map(({ _id }) => _id);
};

describe('the query for other sellers of a product', () => {
  it('finds what is named alike or of the same group, the cheapest first, never its own seller’s', async () => {
    expect(await ask(offers[0]!)).toEqual(['cheap', 'grouped', 'dear']);
  });

  it('finds by title alone where there is no group', async () => {
    const { groupId: _, ...alone } = offers[0]!;
    expect(await ask(alone)).toEqual(['cheap', 'dear']);
  });

  it('is none for an item without a group whose title names nothing', async () => {
    expect(await ask(itemOf('nameless', { title: '!!!' }))).toBeUndefined();
    expect(await ask(itemOf('nameless', { title: '!!!', groupId: 'g' }))).toEqual(['hand', 'grouped']);
  });
});
