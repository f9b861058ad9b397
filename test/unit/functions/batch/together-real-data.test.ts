import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completeJourney } from '../../../../cli/datasets/complete-journey.ts';
import { onlineRetail } from '../../../../cli/datasets/online-retail.ts';
import type { ArchivedEvent, Event } from '../../../../domain/events/event.ts';
import {
  type BruteHistory,
  type BruteRules,
  bruteForce,
  bruteHistory,
} from '../../../support/brute-force.ts';
import type { MemoryPorts } from '../../../support/memory-ports.ts';
import { rowsOf, runTogether } from '../../../support/together-run.ts';

const DATA = join(import.meta.dirname, '../../../../../shared/data');
const missing = existsSync(DATA) ? false : 'needs ../shared/data beside the checkout';
const LINES_PER_FILE = 50_000;
const DEFAULTS = { similarity: 'cosine', shrink: 10, minCount: 2, topK: 100, maxItemsPerActor: 500 } as const;

/** As `import --archive` would archive them: in files of 50,000 lines. */
function toFiles(events: Iterable<Event>): ArchivedEvent[][] {
  const files: ArchivedEvent[][] = [];
  for (const event of events) {
    if (!files.at(-1) || files.at(-1)!.length === LINES_PER_FILE) files.push([]);
    files.at(-1)!.push({ scope: 'admin', receivedAt: '2026-11-23T09:00:00.000Z', event });
  }
  return files;
}

/** Some customers' visits happen under a cookie, which logs in at the end of the day, often enough. */
function underCookies(event: Event, index: number): Event {
  const { userId, ...rest } = event;
  if (userId === undefined || Number(userId) % 3 > 0) return event;
  const cookieId = `cookie-${Number(userId) % 1000}`;
  return index % 7 === 0 ? { ...event, cookieId } : { ...rest, cookieId };
}

function agree(
  ports: MemoryPorts,
  history: BruteHistory,
  rules: BruteRules,
  wanted?: (item: string, index: number) => boolean,
) {
  const expected = bruteForce(history, rules, wanted);
  const rows = rowsOf(ports, `together-${rules.kind}-${rules.channel}`);
  if (!wanted) expect(rows.size).toBe(expected.size);
  for (const [key, row] of expected) {
    // Text first: comparing millions of numbers by expect alone takes a minute.
    if (JSON.stringify(rows.get(key)) !== JSON.stringify(row)) expect(rows.get(key), key).toEqual(row);
  }
  return expected.size;
}

describe.skipIf(missing)('a together run over real data', () => {
  it('agrees with a brute-force count of online-retail: refunds, guests and cookies that log in', async () => {
    const asOf = '2010-11-30T23:59:59.999Z';
    const events = Array.from(onlineRetail(join(DATA, 'online-retail')).events(), ({ event }, index) =>
      underCookies(event, index),
    );
    const files = toFiles(events);
    const ports = await runTogether(files, { asOf, kinds: ['buy', 'basket'] });
    const history = bruteHistory(files.flat(), asOf);
    const common = { ...DEFAULTS, asOf, channel: 'all', windowDays: 90 } as const;
    expect(agree(ports, history, { ...common, kind: 'buy' })).toBeGreaterThan(1000);
    expect(agree(ports, history, { ...common, kind: 'basket' })).toBeGreaterThan(1000);
  }, 180_000);

  it('agrees with a brute-force count of complete-journey, on every fortieth item', async () => {
    const asOf = '2017-09-30T23:59:59.999Z';
    const files = toFiles(
      Array.from(completeJourney(join(DATA, 'complete-journey')).events(), ({ event }) => event),
    );
    const ports = await runTogether(files, { asOf, kinds: ['buy', 'basket'], similarity: 'llr' });
    const history = bruteHistory(files.flat(), asOf);
    const common = { ...DEFAULTS, similarity: 'llr', asOf, channel: 'all', windowDays: 90 } as const;
    const fortieth = (_: string, index: number) => index % 40 === 0;
    expect(agree(ports, history, { ...common, kind: 'buy' }, fortieth)).toBeGreaterThan(300);
    expect(agree(ports, history, { ...common, kind: 'basket' }, fortieth)).toBeGreaterThan(50);
  }, 180_000);
});

describe.runIf(missing)('a together run over real data', () => {
  it.skip(`is not tested: ${missing}`, () => {});
});
