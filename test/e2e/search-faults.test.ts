import { tmpdir } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listSource } from '../../cli/datasets/dataset.ts';
import { importSource } from '../../cli/import/import.ts';
import { KINDS } from '../../cli/import/kinds.ts';
import { followRun, startRun } from '../../cli/runs.ts';
import type { SectionReply } from '../../contract/api/recommend.ts';
import { SEARCH } from '../../contract/search.ts';
import { eventually, type System, startSystem } from './support/system.ts';

const now = Date.now();
const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
const idOf = (index: number) => `f${String(index).padStart(3, '0')}`;
const items = Array.from({ length: 120 }, (_, index) => ({
  itemId: idOf(index),
  title: `thing number ${index}`,
  categories: ['things', `kind-${index % 4}`],
  price: 100 + index,
  listedAt: minutesAgo(60 + index),
  status: 'on_sale',
}));
const events = items.slice(0, 60).flatMap(({ itemId }, index) =>
  Array.from({ length: 1 + (index % 5) }, (_, person) => ({
    eventId: `${itemId}-${person}`,
    type: 'view',
    userId: `viewer-${person}`,
    itemId,
    occurredAt: minutesAgo(20),
  })),
);

let system: System;
const call = <T>(method: string, path: string, body?: unknown) => system.client().call<T>(method, path, body);
const load = (kind: 'events' | 'items', values: unknown[]) =>
  importSource(listSource(`faults.${kind}`, values), KINDS[kind], {
    client: system.client(),
    output: { json: true, terminal: false, out: () => {}, err: () => {} },
    folder: tmpdir(),
    archive: false,
    now,
  });
const run = async (job: string, parameters = {}) =>
  followRun(system.client(), await startRun(system.client(), job, parameters), () => {});
/** A path of its own each time, so that no kept answer hides what the engine does. */
let asked = 0;
const popular = () =>
  call<SectionReply>(
    'GET',
    `/v1/pages/home/sections/popular-with-people-like-you?userId=new-${asked++}&limit=20`,
  );
const feed = async (cursor?: string) =>
  call<SectionReply>(
    'GET',
    cursor === undefined
      ? '/v1/pages/home/sections/feed?limit=50'
      : `/v1/pages/home/sections/feed?limit=50&cursor=${encodeURIComponent(cursor)}`,
  );
async function market(): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let cursor: string | undefined, turn = 0; turn < 20; turn++) {
    const page: SectionReply = await feed(cursor);
    for (const { itemId } of page.items) found.set(itemId, (found.get(itemId) ?? 0) + 1);
    cursor = page.nextCursor;
    if (cursor === undefined) break;
  }
  return found;
}
const engine = async (method: string, path: string, body?: unknown) => {
  const reply = await fetch(`${system.cloud.endpoints.opensearch}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return (await reply.json()) as Record<string, never>;
};
const isWhole = async () => ((await popular()).degraded === undefined ? true : undefined);
const recovered = () => eventually('a page by the search engine', isWhole, 40);
const indexed = (itemId: string, status: string) =>
  eventually(
    `${itemId} ${status} in the index`,
    async () => {
      const { _source } = await engine('GET', `/${SEARCH.alias}/_doc/${itemId}?routing=${itemId}`);
      return (_source as { status?: string } | undefined)?.status === status ? true : undefined;
    },
    60,
  );

beforeAll(async () => {
  system = await startSystem();
  await load('items', items);
  await load('events', events);
  await eventually(
    'popularity',
    async () => {
      await run('popularity');
      const { models } = await call<{ models: { name: string; active?: string }[] }>('GET', '/v1/models');
      return models.some(({ name, active }) => name === 'popular' && active !== undefined) || undefined;
    },
    90,
  );
}, 180_000);
afterAll(() => system?.stop());
afterEach(async () => {
  system.cloud.searchFault(undefined);
  await system.cloud.startService('opensearch');
});

describe('a search engine that fails', { timeout: 120_000 }, () => {
  it('A10: killed under load costs no page; snapshots serve, labelled, and it is used again when it is back', async () => {
    const replies: { status: number; degraded: boolean; items: number }[] = [];
    let isOver = false;
    const shopper = async (name: number) => {
      for (let visit = 0; !isOver; visit++) {
        const url = `${system.url}/v1/pages/home/sections/popular-with-people-like-you?userId=s${name}-${visit}&limit=10`;
        const reply = await fetch(url, { headers: { 'x-api-key': 'local-server' } });
        const body = (await reply.json()) as SectionReply;
        replies.push({
          status: reply.status,
          degraded: body.degraded !== undefined,
          items: body.items?.length,
        });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const shoppers = Array.from({ length: 4 }, (_, name) => shopper(name));
    const answered = (more: number) => {
      const wanted = replies.length + more;
      return eventually('answers', async () => (replies.length >= wanted ? true : undefined), 60);
    };
    await answered(10);
    await system.cloud.stopService('opensearch');
    // Answers kept for 15 s hide it for a while: whoever asks something new must not notice either.
    await eventually(
      'a page by snapshots',
      async () => {
        const path = `/v1/pages/category/sections/category-listing?category=kind-${asked++ % 4}`;
        return (await call<SectionReply>('GET', path)).degraded?.includes('search') ? true : undefined;
      },
      40,
    );
    await answered(10);
    await system.cloud.startService('opensearch');
    await recovered();
    await answered(10);
    isOver = true;
    await Promise.all(shoppers);
    expect(replies.filter(({ status }) => status !== 200)).toEqual([]);
    expect(replies.filter(({ items }) => items !== 10)).toEqual([]);
  });

  it.each([
    ['answers 429', { status: 429 }],
    ['answers 503', { status: 503 }],
    ['is slow', { delayMs: 2000 }],
  ])('%s: pages are whole and say so', async (_, fault) => {
    await recovered();
    system.cloud.searchFault(fault);
    const began = Date.now();
    const made = await eventually(
      'a degraded page',
      async () => {
        const page = await call<SectionReply>('POST', '/v1/recommend', {
          sections: ['popular-with-people-like-you'],
          filters: { price: { max: 10_000 + asked++ } },
        }).then((reply) => (reply as unknown as { sections: SectionReply[] }).sections[0]!);
        return page.degraded ? page : undefined;
      },
      20,
    );
    expect(made.degraded).toEqual(['search']);
    expect(made.items).toHaveLength(20);
    expect(made.items.every(({ tier }) => tier === 'snapshot')).toBe(true);
    expect(Date.now() - began).toBeLessThan(20_000);
    system.cloud.searchFault(undefined);
    await recovered();
  });

  it('A6: a sanction holds while the index cannot be written, and reaches it when it can', async () => {
    const itemId = idOf(3);
    await system.cloud.stopService('opensearch');
    await call('PATCH', `/v1/items/${itemId}`, { status: 'sanctioned' });
    expect((await popular()).items.map((one) => one.itemId)).not.toContain(itemId);
    await system.cloud.startService('opensearch');
    await recovered();
    expect((await market()).has(itemId)).toBe(false);
    await indexed(itemId, 'sanctioned');
  });

  it('a deleted item stays away, however late an older update comes', async () => {
    const itemId = idOf(4);
    await call('DELETE', `/v1/items/${itemId}`);
    await indexed(itemId, 'deleted');
    const late = { ...items[4]!, updatedAt: minutesAgo(30) };
    expect((await system.client().send('PUT', `/v1/items/${itemId}`, JSON.stringify(late))).status).toBe(409);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await indexed(itemId, 'deleted');
    expect((await market()).has(itemId)).toBe(false);
  });

  it('bulks failing now and then, or a read-only index, lose no write', async () => {
    system.cloud.searchFault({ status: 503, share: 0.3 });
    for (const index of [10, 11, 12, 13])
      await call('PATCH', `/v1/items/${idOf(index)}`, { status: 'reserved' });
    for (const index of [10, 11, 12, 13]) await indexed(idOf(index), 'reserved');
    system.cloud.searchFault(undefined);
    const block = (value: boolean) =>
      engine('PUT', `/${SEARCH.alias}/_settings`, { 'index.blocks.write': value });
    await block(true);
    await call('PATCH', `/v1/items/${idOf(14)}`, { status: 'reserved' });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await block(false);
    await indexed(idOf(14), 'reserved');
  });

  it('a reindex moves the alias while items change, twice as well, and nothing is missing', async () => {
    const before = await market();
    const index = async () => Object.keys(await engine('GET', `/_alias/${SEARCH.alias}`));
    const [first] = await index();
    const changes = async () => {
      for (let change = 0; change < 20; change++)
        await call('PATCH', `/v1/items/${idOf(20 + change)}`, { price: 5000 + change });
    };
    const [outcome] = await Promise.all([run('reindex'), changes()]);
    expect(outcome.state).toBe('succeeded');
    const [second, ...others] = await index();
    expect([second, others]).not.toEqual([first, []]);
    expect((await run('reindex')).state).toBe('succeeded');
    await eventually(
      'the market as before',
      async () => {
        const after = await market();
        return [...before.keys()].every((itemId) => after.has(itemId)) ? true : undefined;
      },
      40,
    );
    for (let change = 0; change < 20; change++) {
      const itemId = idOf(20 + change);
      const { _source } = await engine('GET', `/${SEARCH.alias}/_doc/${itemId}?routing=${itemId}`);
      expect(_source).toMatchObject({ price: 5000 + change });
    }
  });

  it('an index that somebody deleted is made anew, filled by a reindex, and popularity comes back', async () => {
    const before = await market();
    const [name] = Object.keys(await engine('GET', `/_alias/${SEARCH.alias}`));
    await engine('DELETE', `/${name}`);
    await call('PATCH', `/v1/items/${idOf(50)}`, { price: 7777 });
    expect((await run('reindex')).state).toBe('succeeded');
    await recovered();
    await eventually(
      'the market as before',
      async () => {
        const after = await market();
        return [...before.keys()].every((itemId) => after.has(itemId)) ? true : undefined;
      },
      40,
    );
    expect((await popular()).items).toHaveLength(20);
  });
});

describe('without a search engine', { timeout: 120_000 }, () => {
  it('starts, serves from snapshots as a matter of course, and says why there is no reindex', async () => {
    const small = await startSystem({ search: 'none' });
    try {
      const client = small.client();
      await client.call('PUT', `/v1/items/${idOf(0)}`, items[0]);
      const page = await client.call<{ sections: SectionReply[] }>('GET', '/v1/pages/home');
      for (const { degraded } of page.sections) expect(degraded).toBeUndefined();
      const refused = followRun(client, await startRun(client, 'reindex', {}), () => {});
      await expect(refused).rejects.toThrow('this stage has no search');
    } finally {
      await small.stop();
    }
  });
});
