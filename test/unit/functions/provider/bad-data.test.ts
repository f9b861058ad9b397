import { beforeEach, describe, expect, it } from 'vitest';
import { userKey } from '../../../../domain/identity/owner.ts';
import { DAY, NOW, type TestApi, testApi } from './support/api.ts';
import { changeProvider, store } from './support/editor.ts';
import { ids, itemIdsOf, listItems, publish } from './support/market.ts';
import { topSearch } from './support/top-market.ts';

const TOP = ids('t', 60);
let api: TestApi;
beforeEach(() => open(TOP));
async function open(top: readonly string[]) {
  api = testApi({ search: topSearch(top) });
  await listItems(api, [...TOP, 'seen']);
  await listItems(api, ['a'], { title: 'Leather bag' });
  await listItems(api, ['b'], { title: 'Garden hose' });
}
// biome-ignore lint/suspicious/noExplicitAny: sections of every shape
const section = async (name: string, asked: object = {}): Promise<any> => {
  const { status, body } = await api.server('POST', '/v1/recommend', { sections: [name], ...asked });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body.sections[0];
};

describe('a row of a model', () => {
  const odd = ['a', 'a', 'ghost', 'seen', 'b', 'ghost', 'a'].map(
    (itemId, at) => [itemId, 1 - at / 10, 9 - at] as const,
  );

  it('with duplicates, unknown items and its own key shows each known one once', async () => {
    await publish(api, 'together-view-all', { seen: odd });
    const made = await section('viewed-together', {
      context: { itemIds: ['seen'] },
      limits: 2,
      explain: true,
    });
    expect(itemIdsOf(made)).toEqual(['a', 'b']);
    expect(made.ledger.removed).toContainEqual({
      itemId: 'ghost',
      step: 'available',
      reason: 'the catalogue does not know it',
    });
    const gone = made.ledger.removed.map(({ itemId }: { itemId: string }) => itemId);
    expect(gone.filter((itemId: string) => itemId === 'ghost')).toHaveLength(1);
  });

  it('of somebody’s own model likewise', async () => {
    await publish(api, 'ours', { seen: odd, u1: odd });
    await store(api, 'models/ours', { name: 'ours', kind: 'item-to-items' });
    const sources = [{ source: 'model', model: 'ours', of: 'at-hand' }];
    await changeProvider(api, 'viewed-together', (document) => ({ ...document, sources, fallback: [] }));
    expect(itemIdsOf(await section('viewed-together', { context: { itemIds: ['seen'] } }))).toEqual([
      'a',
      'b',
    ]);
  });
});

describe('a title of 10,000 characters', () => {
  const title = '운동화 red shoe 나이키 '.repeat(1000).slice(0, 10_000);

  it('is refused in words when it is written', async () => {
    const answer = await api.server('PATCH', '/v1/items/a', { title });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'title' }] } });
    expect(JSON.stringify(answer.body).length).toBeLessThan(2000);
  });

  it('that got into the catalogue all the same costs no page, and groups by its beginning', async () => {
    await listItems(api, ['t0', 't1'], { title });
    const made = await section('for-you', { fields: ['title'], whyNot: 't1' });
    expect(made.items[0]).toMatchObject({ itemId: 't0', item: { title } });
    expect(made.whyNot).toMatchObject({ step: 'name-groups' });
    const about = await section('viewed-together', { context: { itemIds: ['t0'] } });
    expect(itemIdsOf(about)).not.toContain('t0');
    expect(itemIdsOf(about)).toContain('t2');
  });
});

describe('a user with 5,000 purchases', () => {
  it('is never shown what rests, and is offered what is due', async () => {
    const bought = ids('m', 1000);
    await open(bought.slice(0, 200));
    await listItems(api, bought, { repurchase: { afterDays: 30 } });
    const purchases = Array.from({ length: 5000 }, (_, at) => ({
      eventKey: `p${at}`,
      type: 'purchase' as const,
      itemId: bought[at % 1000]!,
      // The newest of each item is 0 … 99 days old.
      occurredAt: new Date(NOW - ((at % 100) + Math.floor(at / 1000) * 100) * DAY).toISOString(),
      orderId: `o${at}`,
      quantity: 1,
    }));
    const nothing = { recent: [], links: [], cookies: [] };
    await api.ports.actors.record({ ...nothing, actor: userKey('u1'), purchases });
    const { status, body } = await api.server('GET', '/v1/pages/home?userId=u1&limit=100');
    expect(status).toBe(200);
    const age = (itemId: string) => Number(itemId.slice(1)) % 100;
    // biome-ignore lint/suspicious/noExplicitAny: sections of every shape
    const sectionOf = (name: string) => itemIdsOf(body.sections.find((made: any) => made.section === name));
    expect(sectionOf('buy-again')).toHaveLength(100);
    for (const itemId of [...sectionOf('buy-again'), ...sectionOf('for-you')])
      expect(age(itemId)).toBeGreaterThanOrEqual(30);
    expect(sectionOf('for-you').length).toBeGreaterThan(0);
  });
});
