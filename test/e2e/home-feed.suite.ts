import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../cli/api/client.ts';
import { listSource } from '../../cli/datasets/dataset.ts';
import { importSource } from '../../cli/import/import.ts';
import { KINDS } from '../../cli/import/kinds.ts';
import { followRun, startRun } from '../../cli/runs.ts';
import type { SectionReply } from '../../contract/api/recommend.ts';
import { eventually, type System, startSystem } from './support/system.ts';

/** Which search engine the feed runs on. */
export interface Engine {
  readonly name: string;
  /** Its address; undefined: the embedded one. */
  readonly start: () => Promise<string | undefined>;
}

let system: System;
let admin: ApiClient;
const now = Date.now();
const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
const CATEGORIES = ['shoes', 'books', 'toys', 'garden', 'games'];
const ITEMS = 400;
const idOf = (index: number) => `h${String(index).padStart(4, '0')}`;
const categoryOf = (index: number) => CATEGORIES[index % CATEGORIES.length]!;
const items = Array.from({ length: ITEMS }, (_, index) => ({
  itemId: idOf(index),
  title: `${categoryOf(index)} number ${index}`,
  categories: [categoryOf(index), `${categoryOf(index)}-${index % 3}`],
  price: 1000 + (index % 50) * 100,
  sellerId: `seller-${index % 40}`,
  listedAt: minutesAgo(60 * 24 * 60 + index),
  status: 'on_sale',
  ...(index % 20 === 7 && { attributes: { condition: 'as new' } }),
}));

/** Women view shoes and men view games; both view the odd book. */
const PEOPLE = 24;
const sexOf = (person: number) => (person % 2 === 0 ? 'female' : 'male');
const users = Array.from({ length: PEOPLE }, (_, person) => ({
  userId: `person-${person}`,
  sex: sexOf(person),
  birthYear: 1990,
}));
const events = users.flatMap(({ userId, sex }, person) => {
  const wanted = items.filter(({ categories }) => categories[0] === (sex === 'female' ? 'shoes' : 'games'));
  return wanted.slice(0, 10 + (person % 4)).map(({ itemId }, at) => ({
    eventId: `${userId}-${itemId}`,
    type: 'view',
    userId,
    itemId,
    platform: 'ios',
    occurredAt: minutesAgo(30 + at),
  }));
});

const VIEWED = [...new Set(events.map(({ itemId }) => itemId))];

const load = (kind: 'events' | 'items' | 'users', values: unknown[]) =>
  importSource(listSource(`feed.${kind}`, values), KINDS[kind], {
    client: admin,
    output: { json: true, terminal: false, out: () => {}, err: () => {} },
    folder: tmpdir(),
    archive: false,
    now,
  });
const run = async (job: string, parameters = {}) =>
  followRun(admin, await startRun(admin, job, parameters), () => {});
const section = (page: string, name: string, query: string) =>
  admin.call<SectionReply>('GET', `/v1/pages/${page}/sections/${name}?${query}`);
const popular = (query: string) =>
  admin.call<{ facets: string[]; items: { itemId: string }[]; degraded?: string[] }>(
    'GET',
    `/v1/popular?${query}`,
  );
const categoriesOf = (reply: { items: { itemId: string }[] }) =>
  reply.items.map(({ itemId }) => categoryOf(Number(itemId.slice(1))));
const share = (list: readonly string[], wanted: string) =>
  list.filter((one) => one === wanted).length / Math.max(1, list.length);

/** Rows A1 to A12 of a second-hand market's feed, through the running system. */
export function homeFeedSuite(engine: Engine): void {
  beforeAll(async () => {
    const search = await engine.start();
    system = await startSystem(search === undefined ? {} : { search });
    admin = system.client('admin');
    await load('items', items);
    await load('users', users);
    await load('events', events);
    // The archive's window passes, the minute's run counts; by hand it is only sooner.
    await eventually(
      'the popularity of shoes',
      async () => {
        await run('popularity');
        const { items: found } = await popular('category=shoes&limit=5');
        return found.length === 5 ? true : undefined;
      },
      60,
    );
  }, 180_000);
  afterAll(() => system?.stop());

  describe(`the home feed of a second-hand market (${engine.name})`, { timeout: 90_000 }, () => {
    it('A1, A2: tells the clusters of a user with their evidence, at once after an action', async () => {
      const known = async () =>
        (
          await admin.call<{ clusters: { facet: string; value: string; evidence: string }[] }>(
            'GET',
            '/v1/users/person-0',
          )
        ).clusters;
      expect(await known()).toContainEqual(expect.objectContaining({ facet: 'sex', value: 'female' }));
      expect((await known()).every(({ evidence }) => evidence.length > 0)).toBe(true);
      await load('events', [
        { eventId: 'paid', type: 'purchase', userId: 'person-0', itemId: idOf(1), occurredAt: minutesAgo(0) },
      ]);
      await eventually('the payer', async () =>
        (await known()).some(({ facet, value }) => facet === 'payer' && value === 'yes') ? true : undefined,
      );
    });

    it('A3, A4: ranks what people like them want, at request time', async () => {
      // What was asked for before the first run is looked for again within seconds.
      await eventually('the facets', async () =>
        (await popular('sex=male')).facets.length > 0 ? true : undefined,
      );
      const women = categoriesOf(await popular('sex=female&limit=10'));
      const men = categoriesOf(await popular('sex=male&limit=10'));
      expect(share(women, 'shoes')).toBeGreaterThan(0.8);
      expect(share(men, 'games')).toBeGreaterThan(0.8);
    });

    it('A6: what is sanctioned leaves with the next response, and a late update does not bring it back', async () => {
      const [first] = (await popular('sex=female&limit=10')).items;
      const { itemId } = first!;
      await admin.call('PATCH', `/v1/items/${itemId}`, { status: 'sanctioned' });
      for (const query of ['sex=female&limit=100', 'category=shoes&limit=100'])
        expect((await popular(query)).items.map((one) => one.itemId)).not.toContain(itemId);
      const late = { ...items.find((one) => one.itemId === itemId)!, updatedAt: minutesAgo(60) };
      await admin.send('PUT', `/v1/items/${itemId}`, JSON.stringify(late));
      expect((await popular('sex=female&limit=100')).items.map((one) => one.itemId)).not.toContain(itemId);
    });

    it('A7: preferences change the next response', async () => {
      const userId = 'person-1';
      const before = await section('home', 'feed', `userId=${userId}&limit=20`);
      expect(share(categoriesOf(before), 'games')).toBeGreaterThan(0);
      await admin.call('PATCH', `/v1/users/${userId}/preferences`, { dislikedCategories: ['games'] });
      const after = await section('home', 'feed', `userId=${userId}&limit=20`);
      expect(categoriesOf(after)).not.toContain('games');
      expect(after.items.length).toBeGreaterThan(0);
      await admin.call('PATCH', `/v1/users/${userId}/preferences`, { dislikedCategories: CATEGORIES });
      const nothing = await section('home', 'feed', `userId=${userId}&limit=20`);
      expect(nothing.items).toEqual([]);
      expect(nothing.omitted).toBeTruthy();
    });

    it('A8: scrolls through the whole market without a repeat, and ends', async () => {
      const seen: string[] = [];
      let cursor: string | undefined;
      let [sold, late] = ['', ''];
      for (let turn = 0; turn < 40; turn++) {
        const query = cursor === undefined ? 'userId=person-2&limit=20' : `cursor=${cursor}&limit=20`;
        const page = await section('home', 'feed', query);
        expect(page.degraded).toBeUndefined();
        seen.push(...page.items.map(({ itemId }) => itemId));
        if (turn === 0) {
          sold = VIEWED.find((itemId) => !seen.includes(itemId))!;
          late = items.find(({ itemId }) => !seen.includes(itemId) && !VIEWED.includes(itemId))!.itemId;
          for (const itemId of [sold, late])
            await admin.call('PATCH', `/v1/items/${itemId}`, { status: 'sold' });
        }
        cursor = page.nextCursor && encodeURIComponent(page.nextCursor);
        if (cursor === undefined) break;
      }
      expect(cursor).toBeUndefined();
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBeGreaterThan(ITEMS * 0.9);
      for (const itemId of [sold, late]) expect(seen).not.toContain(itemId);
    });

    it('A5: shows new listings until each was seen, and items like the one at hand', async () => {
      const fresh = Array.from({ length: 6 }, (_, index) => ({
        ...items[index]!,
        itemId: idOf(1000 + index),
        listedAt: new Date().toISOString(),
      }));
      await load('items', fresh);
      const shown = await eventually(
        'the new listings',
        async () => {
          const made = await section('home', 'new-listings', 'userId=person-4');
          return made.items.length === fresh.length ? made : undefined;
        },
        30,
      );
      expect(shown.items.map(({ itemId }) => itemId).toSorted()).toEqual(fresh.map(({ itemId }) => itemId));
      const similar = await section('item', 'similar-items', `itemId=${idOf(10)}&limit=10`);
      expect(similar.basedOn).toBe(idOf(10));
      expect(new Set(categoriesOf(similar))).toEqual(new Set([categoryOf(10)]));
    });

    it('B7: lists a category, and an attribute, whole', async () => {
      const made = await section('category', 'category-listing', 'category=toys&limit=100');
      expect(made.items.length).toBeGreaterThan(70);
      expect(new Set(categoriesOf(made))).toEqual(new Set(['toys']));
      const { sections } = await admin.call<{ sections: SectionReply[] }>('POST', '/v1/recommend', {
        page: 'category',
        context: { attributes: { condition: 'as new' } },
        limits: 100,
      });
      expect(sections[0]!.items.map(({ itemId }) => itemId).toSorted()).toEqual(
        items.filter(({ attributes }) => attributes !== undefined).map(({ itemId }) => itemId),
      );
    });

    it('refuses a tampered cursor in words', async () => {
      const { nextCursor } = await section('home', 'feed', 'userId=person-3&limit=5');
      const tampered = `${nextCursor!.slice(0, -4)}AAAA`;
      const reply = await admin.send(
        'GET',
        `/v1/pages/home/sections/feed?cursor=${encodeURIComponent(tampered)}`,
      );
      expect(reply.status).toBe(400);
      expect(JSON.stringify(reply)).toContain('invalid-cursor');
    });

    it('counts the same when it counts everything again', async () => {
      const before = (await popular('sex=male&limit=20')).items.map(({ itemId }) => itemId);
      await run('popularity', { rebuild: true });
      const after = (await popular('sex=male&limit=19')).items.map(({ itemId }) => itemId);
      expect(after).toEqual(before.slice(0, 19));
    });

    it('B11: fills a category with few items with what is popular in the one above it', async () => {
      const rare = {
        ...items[2]!,
        categories: ['toys', 'toys-rare'],
        title: 'a rare toy',
        sellerId: 'seller-x',
      };
      const { itemId, ...fields } = { ...rare, itemId: 'rare' };
      await admin.call('PUT', `/v1/items/${itemId}`, fields);
      const made = await eventually(
        'the rare toy',
        async () => {
          const listed = await section('category', 'category-listing', 'category=toys-rare&limit=20');
          return listed.items.length === 20 ? listed : undefined;
        },
        30,
      );
      expect(made.items[0]!.itemId).toBe(itemId);
      const others = made.items.slice(1);
      expect(new Set(others.map(({ reason }) => reason))).toEqual(new Set(['popular-in-parent']));
      expect(new Set(categoriesOf({ items: others }))).toEqual(new Set(['toys']));
    });
  });
}
