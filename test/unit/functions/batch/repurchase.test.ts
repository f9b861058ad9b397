import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completeJourney } from '../../../../cli/datasets/complete-journey.ts';
import { onlineRetail } from '../../../../cli/datasets/online-retail.ts';
import { repurchaseRulesKey } from '../../../../contract/storage-keys.ts';
import type { ArchivedEvent, Event } from '../../../../domain/events/event.ts';
import type { RepurchaseRules } from '../../../../domain/repurchase/rules.ts';
import { learnRepurchaseRules } from '../../../../functions/batch/learn-repurchase.ts';
import { planRepurchase } from '../../../../functions/batch/plan-repurchase.ts';
import { prepareEvents } from '../../../../functions/batch/prepare-events.ts';
import { ruleBookReader } from '../../../../functions/runtime/repurchase.ts';
import { item } from '../../../contract/samples.ts';
import { failNext, type MemoryPorts, memoryPorts } from '../../../support/memory-ports.ts';
import { archive, NOW } from '../../../support/together-run.ts';

const DAY_MS = 86_400_000;
const iso = (time: number) => new Date(time).toISOString();
const clock = () => NOW;

let made = 0;
const purchase = (
  userId: string,
  itemId: string,
  daysAgo: number,
  more: Partial<Event> = {},
): ArchivedEvent => {
  const occurredAt = iso(NOW - daysAgo * DAY_MS);
  const event = { eventId: `e${made++}`, type: 'purchase' as const, userId, itemId, occurredAt, ...more };
  return { scope: 'server', receivedAt: occurredAt, event };
};

/** 60 people buy milk every fortnight, 120 a lamp once. */
const shopping = (): ArchivedEvent[] => [
  ...Array.from({ length: 60 }, (_, n) =>
    [200, 186, 172].map((ago) => purchase(`m${n}`, 'milk', ago)),
  ).flat(),
  ...Array.from({ length: 120 }, (_, n) => purchase(`l${n}`, `lamp${n % 4}`, 150)),
];

async function market(events: readonly ArchivedEvent[]): Promise<MemoryPorts> {
  const ports = memoryPorts();
  await archive(ports, [events]);
  await stock(ports, item('milk', { categories: ['food', 'milk'] }));
  for (const n of [0, 1, 2, 3]) await stock(ports, item(`lamp${n}`, { title: `Lamp ${'abcd'[n]}` }));
  return ports;
}
const stock = (ports: MemoryPorts, one: Parameters<MemoryPorts['items']['put']>[0]) =>
  ports.items.put(one, NOW);

async function run(ports: MemoryPorts, runId = 'repurchase-1', parameters: Record<string, unknown> = {}) {
  const input = { runId, job: 'repurchase', parameters };
  await ports.runs.start(
    { runId, job: runId, state: 'starting', parameters, startedAt: iso(NOW) },
    NOW + 1000,
    NOW,
  );
  const planned = await planRepurchase(input, ports, clock);
  for (const part of planned.parts) await prepareEvents({ ...input, part }, ports, clock);
  await learnRepurchaseRules(planned, ports, clock);
  return planned;
}
const stepOf = async (ports: MemoryPorts, runId = 'repurchase-1') =>
  (await ports.runs.read(runId))?.steps.find(({ step }) => step === 'learn-repurchase');
const textOf = (ports: MemoryPorts) => ports.artefacts.text(repurchaseRulesKey);
const rulesOf = (ports: MemoryPorts) => JSON.parse(textOf(ports)) as RepurchaseRules;
const summary = ({ categories }: RepurchaseRules) =>
  Object.fromEntries(categories.map(({ path, rest, scope }) => [path.join(' › '), { rest, scope }]));

describe('the repurchase job', () => {
  it('learns what is bought again and what is durable, and says what it did', async () => {
    const ports = await market(shopping());
    await run(ports);
    expect(summary(rulesOf(ports))).toEqual({
      food: { rest: { afterDays: 14 }, scope: 'item' },
      'food › milk': { rest: { afterDays: 14 }, scope: 'item' },
      home: { rest: 'never', scope: 'item' },
      'home › lamps': { rest: 'never', scope: 'name-group' },
    });
    expect((await stepOf(ports))?.counts).toEqual({
      events: 300,
      purchases: 300,
      boughtItems: 5,
      unknownItems: 0,
      categories: 4,
      boughtAgain: 2,
      durable: 1,
    });
  });

  it('counts nothing of what was erased', async () => {
    const ports = await market(shopping());
    for (let n = 0; n < 60; n++)
      await ports.archive.put(`erasures/${n}.json`, JSON.stringify({ actor: `u#m${n}`, erasedAt: iso(NOW) }));
    await run(ports);
    expect(Object.keys(summary(rulesOf(ports)))).toEqual(['home', 'home › lamps']);
  });

  it('counts no refunded purchases, and follows cookies to their users', async () => {
    const events = shopping();
    const refunds = events
      .filter(({ event }) => event.itemId === 'milk' && event.userId !== 'm0')
      .map(({ event }) => purchase(event.userId!, 'milk', 1, { type: 'refund', refundOf: event.eventId }));
    const ports = await market([...events, ...refunds]);
    await run(ports);
    expect(summary(rulesOf(ports)).food).toBeUndefined();

    const cookies = events.map((one, n) => {
      const { userId, ...event } = one.event;
      return n % 2 ? one : { ...one, event: { ...event, cookieId: `c${userId}` } };
    });
    const logins = events.map(({ event }) =>
      purchase(event.userId!, 'x', 1, { type: 'login', cookieId: `c${event.userId}`, itemId: undefined }),
    );
    const linked = await market([...cookies, ...logins]);
    await run(linked);
    expect(summary(rulesOf(linked))['food › milk']).toEqual({ rest: { afterDays: 14 }, scope: 'item' });
  });

  it('reads views only to find whose a purchase is', async () => {
    const views = Array.from({ length: 50 }, (_, n) => purchase(`m${n}`, 'milk', 1, { type: 'view' }));
    const ports = await market([...shopping(), ...views]);
    await run(ports);
    expect((await stepOf(ports))?.counts?.events).toBe(300);
  });

  it('writes the same bytes when a step that was killed runs again', async () => {
    const ports = await market(shopping());
    const planned = await run(ports);
    const text = textOf(ports);
    await learnRepurchaseRules(planned, ports, clock);
    expect(textOf(ports)).toBe(text);
  });

  it('leaves the rules that stand when it dies before it is done', async () => {
    const ports = await market(shopping());
    await run(ports);
    const text = textOf(ports);
    failNext(ports.artefacts, 'put', new Error('killed'));
    await expect(run(ports, 'repurchase-2')).rejects.toThrow('killed');
    expect(textOf(ports)).toBe(text);
    await run(ports, 'repurchase-3');
    expect(rulesOf(ports).version).toBe('repurchase-3');
  });

  it('fails with words while the catalogue cannot be read, and changes nothing', async () => {
    const ports = await market(shopping());
    failNext(ports.items, 'read', new Error('the table is away'));
    await expect(run(ports)).rejects.toThrow('the table is away');
    expect((await stepOf(ports))?.error).toContain('the table is away');
    expect(ports.artefacts.keys('repurchase/')).toEqual([]);
  });

  it('writes nothing where nothing can be learned, and does not fail', async () => {
    for (const events of [[], shopping().slice(0, 9), [purchase('u', 'milk', 400)]]) {
      const ports = await market(events);
      await run(ports);
      expect(ports.artefacts.keys('repurchase/')).toEqual([]);
      expect((await stepOf(ports))?.counts?.categories).toBe(0);
    }
  });

  it('keeps the rules that stand when far fewer are learned, says so, and can be forced', async () => {
    const ports = await market(shopping());
    await run(ports);
    for (const itemId of ['milk', 'lamp0', 'lamp1', 'lamp2', 'lamp3']) ports.items.stored.delete(itemId);
    await expect(run(ports, 'repurchase-2')).rejects.toMatchObject({ code: 'repurchase-refused' });
    expect((await stepOf(ports, 'repurchase-2'))?.error).toContain(
      'learned for 0 categories, and repurchase-1 has 4',
    );
    expect(rulesOf(ports).version).toBe('repurchase-1');
    await run(ports, 'repurchase-3', { force: true });
    expect(rulesOf(ports)).toMatchObject({ version: 'repurchase-3', categories: [] });
  });

  it.each([{ share: 0 }, { withinDays: 1.5 }, { kin: 'item' }, { wat: 1 }])(
    'refuses the parameters %j',
    async (parameters) => {
      await expect(run(await market([]), 'repurchase-1', parameters)).rejects.toMatchObject({
        code: 'invalid-parameters',
      });
    },
  );
});

describe('the rules in the provider', () => {
  it('are the last good ones while the store fails, and none where there never were any', async () => {
    const ports = await market(shopping());
    let now = NOW;
    const read = ruleBookReader(
      () => ports.artefacts,
      () => now,
    );
    expect(await read()).toBeUndefined();
    await run(ports);
    now += 3_000;
    expect((await read())?.byPath.size).toBe(4);
    failNext(ports.artefacts, 'get', new Error('away'), 10);
    now += 120_000;
    expect((await read())?.byPath.size).toBe(4);
  });
});

const DATA = join(import.meta.dirname, '../../../../../shared/data');
const missing = existsSync(DATA) ? false : 'needs ../shared/data beside the checkout';

async function learned(name: string, set: ReturnType<typeof onlineRetail>, asOf: string) {
  const ports = memoryPorts();
  const events = Array.from(
    set.events(),
    ({ event }): ArchivedEvent => ({
      scope: 'admin',
      receivedAt: '2026-11-23T09:00:00.000Z',
      event,
    }),
  );
  await archive(ports, [events]);
  for (const one of set.items) await ports.items.put(one, NOW);
  const at = () => Date.parse(asOf);
  const input = { runId: `repurchase-${name}`, job: 'repurchase', parameters: {} };
  const planned = await planRepurchase(input, ports, at);
  for (const part of planned.parts) await prepareEvents({ ...input, part }, ports, at);
  await learnRepurchaseRules(planned, ports, at);
  return rulesOf(ports);
}

describe.skipIf(missing)('the repurchase job over real data', () => {
  it('lets groceries return, staples soonest, and keeps away what is bought once', async () => {
    const set = completeJourney(join(DATA, 'complete-journey'));
    const { categories } = await learned('cj', set, '2017-09-30T23:59:59.999Z');
    const ruleOf = (...path: string[]) => categories.find((rule) => rule.path.join() === path.join())!;
    const milk = ruleOf('GROCERY', 'FLUID MILK PRODUCTS', 'FLUID MILK WHITE ONLY');
    const bananas = ruleOf('PRODUCE', 'TROPICAL FRUIT', 'BANANAS');
    for (const { again, medianDays, rest } of [milk, bananas]) {
      expect(again).toBeGreaterThan(0.5);
      expect(medianDays).toBeLessThan(21);
      expect(rest).toEqual({ afterDays: medianDays });
    }
    for (const kind of ['COOKWARE & BAKEWARE', 'KITCHEN GADGETS', 'BOOKSTORE'])
      expect(ruleOf('DRUG GM', kind).rest).toBe('never');
    const leaves = categories.filter(({ path }) => path.length === 3);
    const buyers = (rules: typeof leaves) => rules.reduce((sum, rule) => sum + rule.buyers, 0);
    const share = buyers(leaves.filter(({ rest }) => rest !== 'never')) / buyers(leaves);
    expect(share).toBeGreaterThan(0.85);
  }, 180_000);

  it('lets the gifts of a wholesaler return', async () => {
    const set = onlineRetail(join(DATA, 'online-retail'));
    const { categories } = await learned('or', set, '2011-08-31T23:59:59.999Z');
    expect(summary({ categories } as RepurchaseRules)).toEqual({
      gifts: { rest: { afterDays: 51 }, scope: 'item' },
    });
  }, 180_000);
});
