/**
 * Filters of what was seen: false positives against the parameter, bytes, and time, at 1,000, 10,000 and 100,000 items seen in a week.
 * Then a page's question: 1,000 candidates, 14 days, a person with four timelines of three weeks.
 */
import { ACTOR_LIMITS } from '../contract/limits.ts';
import { filterTable, withPrints } from '../domain/seen/filter.ts';
import { dayOf, itemHash, printOf } from '../domain/seen/mark.ts';
import { seenDaysOf } from '../domain/seen/seen-days.ts';
import { uniteSeen } from '../domain/seen/weeks.ts';
import { percentile, report } from './report.ts';

const { seen: LIMITS } = ACTOR_LIMITS;
const ASKED = 10_000_000;
const NOW = Date.UTC(2026, 10, 25, 12);
const TODAY = dayOf(NOW);

for (const keys of [100, 1000, 10_000, 100_000, 300_000]) filter(keys);
page();

/** Items seen over the seven days of a week; asked about as many others. */
function filter(keys: number): void {
  const prints = Array.from({ length: keys }, (_, n) => printOf(itemHash(`item-${n}`), TODAY - (n % 7)));
  const packed = withPrints(undefined, prints, LIMITS);
  const others = Array.from({ length: 100_000 }, (_, n) => itemHash(`other-${n}`));
  const has = filterTable(packed);
  let positives = 0;
  for (let n = 0; n < ASKED; n++)
    if (has(printOf(others[n % others.length]!, TODAY + Math.floor(n / others.length)))) positives++;
  const name = `seen: ${keys} items`;
  report(
    `${name}: false positives, parameter ${100 * LIMITS.falsePositives} %`,
    (100 * positives) / ASKED,
    '%',
  );
  report(`${name}: packed`, packed.length, 'bytes');
  report(
    `${name}: 20 more written`,
    micros(() =>
      withPrints(
        packed,
        prints.slice(0, 20).map((print) => print ^ 1),
        LIMITS,
      ),
    ),
    'µs',
  );
  report(
    `${name}: decoded`,
    micros(() => filterTable(packed)),
    'µs',
  );
  report(`${name}: a question`, (micros(() => ask(has, others)) / others.length) * 1000, 'ns');
}

function ask(has: (print: number) => boolean, others: readonly { high: number; low: number }[]): number {
  let positives = 0;
  for (const other of others) if (has(printOf(other, TODAY))) positives++;
  return positives;
}

function page(): void {
  const parts = [700, 300, 100, 50].map((keys, part) => ({ seen: weeksOf(keys, part) }));
  const candidates = Array.from({ length: 1000 }, (_, n) => `item-${n * 37}`);
  const times = Array.from({ length: 200 }, () =>
    once(() => {
      const seenDays = seenDaysOf(parts);
      return candidates.filter((itemId) => seenDays(itemId, 14, NOW) >= 3).length;
    }),
  );
  report(
    'seen: a page of 1,000 candidates, 14 days, four timelines, p50',
    percentile(times, 50) / 1000,
    'ms',
  );
  report(
    'seen: a page of 1,000 candidates, 14 days, four timelines, p99',
    percentile(times, 99) / 1000,
    'ms',
  );
}

/** As many items a week, over three weeks. */
function weeksOf(keys: number, part: number) {
  const marks = Array.from({ length: 3 * keys }, (_, n) => ({
    itemId: `item-${(n * 7919 + part) % 40_000}`,
    occurredAt: new Date(NOW - (n % 21) * 86_400_000).toISOString(),
  }));
  return uniteSeen([], marks, LIMITS);
}

/** The middle of several rounds, µs. */
function micros(work: () => unknown): number {
  return percentile(
    Array.from({ length: 21 }, () => once(work)),
    50,
  );
}

function once(work: () => unknown): number {
  const from = performance.now();
  work();
  return (performance.now() - from) * 1000;
}
