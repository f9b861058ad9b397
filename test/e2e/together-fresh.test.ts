import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../cli/api/client.ts';
import { followRun, startRun } from '../../cli/runs.ts';
import type { PageReply } from '../../contract/api/recommend.ts';
import { eventually, type System, startSystem } from './support/system.ts';

let system: System;
let admin: ApiClient;

beforeAll(async () => {
  system = await startSystem({ search: 'none' });
  admin = system.client('admin');
}, 120_000);
afterAll(() => system?.stop());

const now = () => new Date().toISOString();
const list = (itemId: string) =>
  admin.call('PUT', `/v1/items/${itemId}`, {
    ...{ itemId, title: `Item ${itemId}`, categories: ['test'], price: 1000, status: 'on_sale' },
    listedAt: now(),
  });
const view = (userId: string, itemIds: readonly string[]) =>
  admin.call('POST', '/v1/events', {
    events: itemIds.map((itemId) => ({
      ...{ eventId: `${userId}-${itemId}`, type: 'view', userId, itemId, occurredAt: now() },
    })),
  });
const viewedTogether = async (itemId: string) => {
  const page = await admin.call<PageReply>('GET', `/v1/pages/item?itemId=${itemId}`);
  const section = page.sections.find((one) => one.section === 'viewed-together');
  return section?.items.filter(({ reason }) => reason === 'together-view').map((item) => item.itemId) ?? [];
};

describe('an item that was listed a moment ago', { timeout: 150_000 }, () => {
  it('has neighbours within two minutes of being viewed together with others', async () => {
    const others = ['old-1', 'old-2', 'old-3'];
    for (const itemId of [...others, 'new']) await list(itemId);
    await view('a', ['new', ...others]);
    // The schedule would do it within the minute; a run that finds nothing yet is followed by the next.
    const found = await eventually(
      'viewed together',
      async () => {
        const { state } = await followRun(admin, await startRun(admin, 'together-fresh', {}), () => {});
        expect(state).toBe('succeeded');
        const shown = await viewedTogether('new');
        return shown.length > 0 ? shown : undefined;
      },
      120,
    );
    expect(found.sort()).toEqual(others);
  });
});
