import { beforeEach, describe, expect, it } from 'vitest';
import { previewReply } from '../../../../contract/api/registry.ts';
import { type TestApi, testApi } from './support/api.ts';
import { ids, itemIdsOf, listItems, popular, publish, userDid } from './support/market.ts';

let api: TestApi;
beforeEach(async () => {
  api = testApi();
  await listItems(api, [...ids('p', 10), ...ids('n', 10), 'seen']);
  await popular(api, ids('p', 10));
  const row = ids('n', 10).map((itemId, rank) => [itemId, 1 - rank / 20, 9] as const);
  await publish(api, 'together-view-all', { seen: row });
  await userDid(api, 'u1', [['view', 'seen', -1000]]);
});

const preview = async (asked: object, status = 200) => {
  const body = {
    page: 'item',
    viewers: [{ userId: 'u1' }],
    context: { itemIds: ['seen'] },
    limits: 5,
    ...asked,
  };
  const answer = await api.admin('POST', '/v1/registry/preview', body);
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
  if (status === 200) expect(previewReply.safeParse(answer.body).error).toBeUndefined();
  return answer.body;
};
// biome-ignore lint/suspicious/noExplicitAny: sections of every shape
const viewed = ({ sections }: any) => sections.find((one: any) => one.section === 'viewed-together');
// biome-ignore lint/suspicious/noExplicitAny: changes of every shape
const changeOf = ({ changes }: any) => changes.find((one: any) => one.section === 'viewed-together');
const provider = async (name: string) =>
  (await api.admin('GET', `/v1/registry/providers/${name}`)).body.document;

describe('a preview', () => {
  it('shows what a viewer would see beside what they see now, and stores nothing', async () => {
    const document = await provider('viewed-together');
    const pinned = { ...document, steps: [...document.steps, { step: 'pin', itemId: 'p9', position: 1 }] };
    const changes = [{ kind: 'providers', name: 'viewed-together', document: pinned }];
    const { viewers, summary } = await preview({ changes });
    expect(itemIdsOf(viewed(viewers[0].now))).toEqual(ids('n', 5));
    expect(itemIdsOf(viewed(viewers[0].proposed))).toEqual(['n0', 'p9', 'n1', 'n2', 'n3']);
    expect(changeOf(viewers[0])).toEqual({
      section: 'viewed-together',
      now: 5,
      proposed: 5,
      entered: ['p9'],
      left: ['n4'],
      moved: 3,
      emptied: false,
    });
    expect(summary).toEqual({ slotsChanged: 4, pagesEmptied: 0 });
    expect((await api.admin('GET', '/v1/registry')).body.revision).toBe(0);
  });

  it.each([
    ['hidden', 'n0'],
    ['name-groups', 'n2'],
  ])('shows what a step less lets through (%s)', async (step, back) => {
    const document = await provider('viewed-together');
    const without = {
      ...document,
      steps: document.steps.filter((one: { step: string }) => one.step !== step),
    };
    expect(without.steps).toHaveLength(document.steps.length - 1);
    await api.server('PATCH', '/v1/users/u1/preferences', { hiddenItems: ['n0'] });
    await api.server('PATCH', '/v1/items/n1', { groupId: 'g' });
    await api.server('PATCH', '/v1/items/n2', { groupId: 'g' });
    const changes = [{ kind: 'providers', name: 'viewed-together', document: without }];
    const { viewers } = await preview({ changes });
    expect(itemIdsOf(viewed(viewers[0].now))).toEqual(['n1', 'n3', 'n4', 'n5', 'n6']);
    expect(changeOf(viewers[0])).toMatchObject({ entered: [back], left: ['n6'] });
  });

  it('says which sections and pages would show nothing', async () => {
    const document = await provider('viewed-together');
    const nothing = { step: 'attributes', categories: ['no such category'] };
    const changes = [
      { kind: 'providers', name: 'viewed-together', document: { ...document, steps: [nothing] } },
    ];
    const { viewers, summary } = await preview({ changes });
    expect(changeOf(viewers[0])).toMatchObject({ proposed: 0, emptied: true });
    expect(summary.pagesEmptied).toBe(1);
  });

  it('shows a page that is new, and one that would be gone', async () => {
    const page = { kind: 'pages', name: 'sale', document: { name: 'sale', sections: ['for-you'] } };
    const added = await preview({ changes: [page], page: 'sale' });
    expect(added.viewers[0]).not.toHaveProperty('now');
    expect(added.viewers[0].proposed.sections).toHaveLength(1);
    const gone = await preview({ changes: [{ kind: 'pages', name: 'item', document: null }] });
    expect(gone.viewers[0]).not.toHaveProperty('proposed');
    expect(await preview({ changes: [], page: 'nowhere' }, 404)).toMatchObject({ code: 'unknown-page' });
  });

  it('refuses what a change of the registry would refuse', async () => {
    const dangling = { kind: 'pages', name: 'home', document: { name: 'home', sections: ['no-such'] } };
    expect(await preview({ changes: [dangling] }, 409)).toMatchObject({ code: 'broken-references' });
    const wrong = { kind: 'providers', name: 'feed', document: { sources: [], steps: [] } };
    expect(await preview({ changes: [wrong] }, 400)).toMatchObject({ code: 'invalid-document' });
    expect(await preview({ viewers: [], changes: [] }, 400)).toMatchObject({ code: 'invalid-body' });
    const asked = { changes: [], viewers: [{ userId: 'u1' }], page: 'item' };
    expect((await api.server('POST', '/v1/registry/preview', asked)).status).toBe(403);
  });
});
