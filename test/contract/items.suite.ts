import { describe, expect, it } from 'vitest';
import { asAnswered, type StoredItem } from '../../domain/catalogue/item.ts';
import { asWritten } from '../../domain/catalogue/remembered.ts';
import type { ItemStore, ItemWriteOutcome } from '../../domain/ports.ts';
import { decodeSignature } from '../../domain/titles/encoded.ts';
import { titleSignature } from '../../domain/titles/signature.ts';
import { at, fresh, HARD_IDS, item } from './samples.ts';

const NOW = Date.parse(at(100));

export function itemStoreSuite(implementation: string, open: () => ItemStore) {
  const readWhole = async (itemId: string) => (await open().read([itemId])).get(itemId);
  const read = async (itemId: string) => {
    const item = await readWhole(itemId);
    return item && asAnswered(item);
  };
  const statusOf = ({ outcome }: ItemWriteOutcome) => outcome;

  describe(`an item store: ${implementation}`, () => {
    it('answers no item for an id never written', async () => {
      expect(await open().read([fresh('item')])).toEqual(new Map());
    });

    it('stores an item, with now as the time of a write that names none', async () => {
      const itemId = fresh('item');
      const stored = { ...item(itemId), updatedAt: at(100) };
      expect(await open().put(item(itemId), NOW)).toEqual({ outcome: 'stored', item: stored });
      expect(await read(itemId)).toEqual(stored);
    });

    it('lets a newer write win, and answers an older one with what stands', async () => {
      const itemId = fresh('item');
      const newer = item(itemId, { price: 2, updatedAt: at(2) });
      await open().put(newer, NOW);
      const late = await open().put(item(itemId, { price: 1, updatedAt: at(1) }), NOW);
      expect(late).toEqual({ outcome: 'stale', item: newer });
      expect(await read(itemId)).toEqual(newer);
    });

    it('counts a write without a time after what is stored, also when that is ahead of our clock', async () => {
      const itemId = fresh('item');
      await open().put(item(itemId, { updatedAt: at(104) }), NOW);
      const outcome = await open().patch(itemId, { status: 'sanctioned' }, NOW);
      const updatedAt = new Date(Date.parse(at(104)) + 1).toISOString();
      expect(outcome).toEqual({ outcome: 'stored', item: item(itemId, { status: 'sanctioned', updatedAt }) });
    });

    it('answers the same write again as stored', async () => {
      const itemId = fresh('item');
      const write = item(itemId, { updatedAt: at(1) });
      await open().put(write, NOW);
      expect(await open().put(write, NOW + 5)).toEqual({ outcome: 'stored', item: write });
    });

    it.each(['sanctioned', 'deleted'] as const)(
      'lets %s win at equal times, in any order',
      async (status) => {
        const writes = (itemId: string) => [
          item(itemId, { status, updatedAt: at(1) }),
          item(itemId, { status: 'on_sale', updatedAt: at(1) }),
        ];
        const [a, b] = [fresh('item'), fresh('item')];
        for (const write of writes(a)) await open().put(write, NOW);
        for (const write of writes(b).reverse()) await open().put(write, NOW);
        expect([(await read(a))?.status, (await read(b))?.status]).toEqual([status, status]);
      },
    );

    it('ends in the same item whatever the order of writes at equal times', async () => {
      const writes = (itemId: string) => [1, 2, 3].map((price) => item(itemId, { price, updatedAt: at(1) }));
      const [a, b] = [fresh('item'), fresh('item')];
      for (const write of writes(a)) await open().put(write, NOW);
      for (const write of writes(b).reverse()) await open().put(write, NOW);
      expect((await read(a))?.price).toBe((await read(b))?.price);
    });

    it('patches the fields given, null removes one', async () => {
      const itemId = fresh('item');
      await open().put(item(itemId, { stock: 3, sellerId: 's1', updatedAt: at(1) }), NOW);
      await open().patch(itemId, { title: 'Lamps', stock: null, updatedAt: at(2) }, NOW);
      expect(await read(itemId)).toEqual(item(itemId, { sellerId: 's1', title: 'Lamps', updatedAt: at(2) }));
    });

    it('remembers from which price an item fell, and when it came back on sale', async () => {
      const itemId = fresh('item');
      await open().put(item(itemId, { price: 9, updatedAt: at(1) }), NOW);
      await open().patch(itemId, { price: 7, stock: 0, updatedAt: at(2) }, NOW);
      await open().patch(itemId, { stock: 2, updatedAt: at(3) }, NOW);
      const pastPrices = [{ price: 9, until: at(2) }];
      const remembered = { previousPrice: 9, priceDroppedAt: at(2), pastPrices, backAt: at(3) };
      const stored = item(itemId, { price: 7, stock: 2, updatedAt: at(3), ...remembered });
      expect(await read(itemId)).toEqual(stored);
      const again = item(itemId, { price: 7, stock: 2, updatedAt: at(3) });
      expect(await open().put(again, NOW)).toEqual({ outcome: 'stored', item: stored });
    });

    it.each(['Lamp', '온다 헤드폰 L87 네이비', '😀', 'wool coat '.repeat(1000)])(
      'reads an item with what its title %.20s… is compared by',
      async (title) => {
        const itemId = fresh('item');
        await open().put(item(itemId, { title: 'Another', updatedAt: at(1) }), NOW);
        await open().patch(itemId, { title, updatedAt: at(2) }, NOW);
        await open().patch(itemId, { price: 3, updatedAt: at(3) }, NOW);
        await open().remove(itemId, NOW);
        const { titleSignature: stored } = (await readWhole(itemId))!;
        expect(decodeSignature(stored)).toEqual(titleSignature(title));
      },
    );

    it('tells no writer what a title is compared by', async () => {
      const itemId = fresh('item');
      const outcomes = [
        await open().put(item(itemId, { updatedAt: at(2) }), NOW),
        await open().put(item(itemId, { updatedAt: at(2) }), NOW),
        await open().put(item(itemId, { updatedAt: at(1) }), NOW),
        await open().patch(itemId, { price: 3 }, NOW),
        await open().remove(itemId, NOW),
      ];
      expect(outcomes.map(statusOf)).toEqual(['stored', 'stored', 'stale', 'stored', 'stored']);
      for (const outcome of outcomes) expect(JSON.stringify(outcome)).not.toContain('titleSignature');
    });

    it('refuses a patch older than the item', async () => {
      const itemId = fresh('item');
      await open().put(item(itemId, { updatedAt: at(2) }), NOW);
      expect(statusOf(await open().patch(itemId, { price: 1, updatedAt: at(1) }, NOW))).toBe('stale');
    });

    it('does not know an item that it is to patch or remove and that never was', async () => {
      expect(await open().patch(fresh('item'), { price: 1 }, NOW)).toEqual({ outcome: 'unknown' });
      expect(await open().remove(fresh('item'), NOW)).toEqual({ outcome: 'unknown' });
    });

    it('leaves a tombstone that a late older update does not bring back', async () => {
      const itemId = fresh('item');
      await open().put(item(itemId, { updatedAt: at(1) }), NOW);
      const tombstone = item(itemId, { status: 'deleted', updatedAt: at(100) });
      expect(await open().remove(itemId, NOW)).toEqual({ outcome: 'stored', item: tombstone });
      expect(statusOf(await open().put(item(itemId, { updatedAt: at(50) }), NOW))).toBe('stale');
      expect(await read(itemId)).toEqual(tombstone);
    });

    it('keeps the newest of many writes at once', async () => {
      const itemId = fresh('item');
      const prices = [3, 1, 4, 0, 2, 7, 5, 6];
      await Promise.all(
        prices.map((price) => open().put(item(itemId, { price, updatedAt: at(price) }), NOW)),
      );
      const newest = item(itemId, { price: 7, updatedAt: at(7) });
      expect(asWritten((await read(itemId))!)).toEqual(newest);
    });

    it('keeps every field of patches that meet', async () => {
      const itemId = fresh('item');
      await open().put(item(itemId, { updatedAt: at(1) }), NOW);
      const fields = { price: 1, stock: 2, sellerId: 's', title: 'T' };
      await Promise.all(
        Object.entries(fields).map(([name, value]) => open().patch(itemId, { [name]: value }, NOW)),
      );
      expect(await read(itemId)).toMatchObject(fields);
    });

    it('reads hundreds of items, those asked for twice once', async () => {
      const ids = [...Array(230).keys()].map(() => fresh('item'));
      await Promise.all(ids.map((itemId) => open().put(item(itemId), NOW)));
      const found = await open().read([...ids, ...ids, fresh('item')]);
      expect([...found.keys()].sort()).toEqual([...ids].sort());
    });

    it('scans every item once over all segments, tombstones too', async () => {
      const ids = [...Array(40).keys()].map(() => fresh('scanned'));
      await Promise.all(ids.map((itemId) => open().put(item(itemId), NOW)));
      await open().remove(ids[0]!, NOW + 1);
      const scanned: StoredItem[] = [];
      for (const segment of [0, 1, 2])
        for await (const page of open().scan(segment, 3)) scanned.push(...page);
      const ours = scanned.filter(({ itemId }) => itemId.startsWith('scanned'));
      expect(ours.map(({ itemId }) => itemId).sort()).toEqual([...ids].sort());
      expect(ours.find(({ itemId }) => itemId === ids[0])?.status).toBe('deleted');
    });

    it.each(HARD_IDS)('keeps an item called %s, with attributes and titles called so', async (id) => {
      const named = JSON.parse(`{${JSON.stringify(id)}: "v"}`);
      const write = item(id, { attributes: named, titles: named, updatedAt: at(1) }) as StoredItem;
      await open().put(write, NOW);
      expect(JSON.stringify(await read(id))).toBe(JSON.stringify(write));
    });
  });
}
