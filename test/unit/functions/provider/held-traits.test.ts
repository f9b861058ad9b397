import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelItem } from '../../../../domain/ports.ts';
import { mulberry } from '../../../../domain/random.ts';
import { NOW, type TestApi, testApi } from './support/api.ts';
import { ids, itemIdsOf, listItems, popular, publish, userDid } from './support/market.ts';

const COUNT = 400;
const LIMIT = 10;
const STATUSES = ['on_sale', 'on_sale', 'on_sale', 'sold', 'sanctioned', 'reserved'] as const;

/** A market with items of all states, a row that names them all, and two viewers. */
async function market(seed: number, statuses: readonly string[] = STATUSES): Promise<TestApi> {
  const random = mulberry(seed);
  const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const api = testApi();
  for (const itemId of ids('i', COUNT))
    await listItems(api, [itemId], {
      title: `${one(['cup', 'bag', 'lamp', 'shoe'])} ${one(['red', 'oak', 'tall'])} ${Math.floor(random() * 40)}`,
      categories: ['all', one(['kitchen', 'fashion', 'home', 'sport'])],
      sellerId: `seller${Math.floor(random() * 12)}`,
      price: Math.ceil(random() * 100),
      status: one(statuses),
      ...(random() < 0.05 && { adult: true }),
    });
  await listItems(api, ['seen']);
  const row = ids('i', COUNT).map((itemId): ModelItem => [itemId, random(), 5]);
  await publish(api, 'together-view-all', { seen: row.toSorted((a, b) => b[1] - a[1]).slice(0, 300) });
  await popular(
    api,
    ids('i', COUNT).toSorted(() => random() - 0.5),
  );
  await userDid(api, 'u1', [
    ['view', 'seen', -1000],
    ['purchase', 'i3', -2000],
    ['hide', 'i4', -500],
  ]);
  await userDid(api, 'seller1', [['view', 'seen', -1000]]);
  return api;
}

/** An instance that has read nothing yet, over the same stores. */
function coldOf(api: TestApi): TestApi {
  const cold = testApi();
  Object.assign(cold.ports, api.ports);
  cold.time.now = api.time.now;
  return cold;
}

interface Section {
  readonly items: readonly { readonly itemId: string }[];
}
const PAGE = `/v1/pages/home?limit=${LIMIT}&fields=title,price&explain=`;
/** A page as it was answered, without what is drawn anew each time. */
async function pageFor(api: TestApi, userId: string, explain = false) {
  const { status, body } = await api.server('GET', `${PAGE}${explain}&userId=${userId}`);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body.sections.map(
    ({ recommendationId, nextCursor, ...section }: Record<string, unknown>) => section,
  );
}

/** Ids that the items table is asked for from now on. */
function readsOf(api: TestApi): string[] {
  const reads: string[] = [];
  const read = api.ports.items.read.bind(api.ports.items);
  api.ports.items.read = (itemIds) => {
    reads.push(...itemIds);
    return read(itemIds);
  };
  return reads;
}

describe('what items are, held for half a minute', () => {
  it('changes no answer: an instance that holds much and one that holds nothing give the same bytes', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const warm = await market(seed);
        for (const userId of ['u1', 'seller1', 'nobody']) await pageFor(warm, userId);
        warm.time.now += 20_000;
        for (const userId of ['u1', 'seller1', 'nobody'])
          expect(await pageFor(warm, userId)).toEqual(await pageFor(coldOf(warm), userId));
      }),
      { numRuns: 8 },
    ));

  it('changes no ledger’s order: what is judged for it beyond what is shown is shown no differently', async () => {
    const api = await market(1);
    const shown = await pageFor(api, 'u1');
    const explained = await pageFor(api, 'u1', true);
    expect(explained.map(({ ledger, ...section }: { ledger: object }) => section)).toEqual(shown);
  });

  it('is read again by nobody while it is held: only what is shown, and little beside it, is', async () => {
    const api = await market(2, ['on_sale']);
    await pageFor(api, 'u1');
    const reads = readsOf(api);
    const sections: Section[] = await pageFor(api, 'u1');
    const shown = new Set(sections.flatMap(itemIdsOf));
    expect(new Set(reads).size).toBe(reads.length);
    expect(shown.size).toBeGreaterThan(2 * LIMIT);
    expect(reads.length).toBeLessThan(1.5 * shown.size);
    api.time.now += 31_000;
    reads.length = 0;
    await pageFor(api, 'u1');
    expect(reads.length).toBeGreaterThan(COUNT / 2);
  });

  it('lets nothing leave that may not, whatever was written since', async () => {
    const api = await market(3);
    const before: Section[] = await pageFor(api, 'u1');
    const shown = [...new Set(before.flatMap(itemIdsOf))];
    const writes: Record<string, unknown>[] = [
      { status: 'sanctioned' },
      { status: 'sold' },
      { adult: true },
      { availableFrom: new Date(NOW + 60_000).toISOString() },
      { stock: 0 },
    ];
    const gone = shown.filter((_, index) => index % 2 === 0);
    for (const [index, itemId] of gone.entries())
      await api.ports.items.patch(itemId, writes[index % writes.length]!, NOW + 1);
    const after = new Set(((await pageFor(api, 'u1')) as Section[]).flatMap(itemIdsOf));
    for (const itemId of gone) expect(after).not.toContain(itemId);
  });

  it('lets in at once what may be shown now: who would leave by it is read first', async () => {
    const api = await market(4);
    const [first] = itemIdsOf(
      ((await pageFor(api, 'u1')) as Section[]).find(({ items }) => items.length > 0)!,
    );
    await api.ports.items.patch(first!, { sellerId: 'u1' }, NOW + 1);
    const without: Section[] = await pageFor(api, 'u1');
    expect(without.flatMap(itemIdsOf)).not.toContain(first);
    await api.ports.items.patch(first!, { sellerId: 'somebody' }, NOW + 2);
    const again: Section[] = await pageFor(api, 'u1');
    expect(again.flatMap(itemIdsOf)).toContain(first);
  });

  it('shows a new price and title with the next answer', async () => {
    const api = await market(5);
    const sections: Section[] = await pageFor(api, 'u1');
    const [first] = sections.flatMap(itemIdsOf);
    await api.ports.items.patch(first!, { price: 7, title: 'another name' }, NOW + 1);
    const after = ((await pageFor(api, 'u1')) as Section[]).flatMap(({ items }) => items);
    expect(after).toContainEqual(
      expect.objectContaining({ itemId: first, item: { price: 7, title: 'another name' } }),
    );
  });
});
