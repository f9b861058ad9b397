import type { RowTable } from '../../domain/ranking/rows.ts';
import type { EventTable } from '../../domain/together/event-table.ts';
import { TOGETHER_DEFAULTS } from '../../domain/together/parameters.ts';
import { Bootstrap } from './bootstrap.ts';
import { Judge } from './judge.ts';
import type { Log } from './log.ts';
import { Market, tableOf } from './market.ts';
import { popularBefore } from './popular.ts';
import { BUY_AGAIN, type BuyAgain, buyAgain, FOR_YOU, type ForYou, forYou } from './providers.ts';
import { cutOf, firstFrom, type Split, weeksFrom } from './split.ts';
import { type Method, signedTable, type Table } from './tables.ts';

const DAY_MS = 86_400_000;
const WEEKS = 4;

/** One parameter after another, away from what was chosen. */
const FOR_YOU_TRIED: readonly Partial<ForYou>[] = [
  {},
  ...[0, 0.3, 1, 1.5].map((popular) => ({ popular })),
  ...[7, 120].map((halfLifeDays) => ({ halfLifeDays })),
  ...[10, 20].map((items) => ({ items })),
  ...[0, 3].map((basket) => ({ basket })),
  ...[1.5, 2, 3].map((power) => ({ power })),
  ...[0.3, 0.5, 0.7, 1].map((adopted) => ({ adopted, popular: 0 })),
  ...[0, 0.2, 0.3].map((popular) => ({ power: 2, adopted: 0.5, popular })),
];
const BUY_AGAIN_TRIED: readonly Partial<BuyAgain>[] = [
  {},
  ...[0.1, 0.2, 0.5].map((history) => ({ history })),
  ...[60, 240].map((purchasesHalfLifeDays) => ({ purchasesHalfLifeDays })),
  ...[0, 3].map((basket) => ({ basket })),
];

/**
 * The lists' parameters on days before the cut alone: at an earlier cut, where the same rule puts it among the days before
 * the cut, judged by all that follow up to the cut; and at the last four weeks' cuts, each judged by its seven days. Signs: beside the first line.
 */
export function tuned(
  log: Log,
  table: EventTable,
  cut: number,
): { readonly title: string; readonly table: Table }[] {
  const earlier = cutOf(log.times.subarray(0, firstFrom(log.times, cut)));
  const splits: [string, readonly Split[]][] = [
    [`an earlier cut, ${new Date(earlier).toISOString().slice(0, 10)}`, [{ cut: earlier, until: cut }]],
    [`the ${WEEKS} weeks before the cut`, weeksFrom(cut - 7 * WEEKS * DAY_MS, WEEKS)],
  ];
  return splits.map(([title, own]) => ({ title, table: tried(log, table, own) }));
}

function tried(log: Log, table: EventTable, splits: readonly Split[]): Table {
  const judge = new Judge(splits.map((split) => new Market(log, table, split)));
  const rows = new Map(judge.markets.map((market) => [market, rowsOf(market)]));
  const methods = [...forYous(judge, rows), ...buyAgains(judge, rows)];
  const first = (shape: string) => methods.find(({ measured }) => measured[shape as 'ex' | 'in']);
  return signedTable(methods, (shape) => [first(shape)], new Bootstrap(judge.users));
}

function rowsOf(market: Market): RowTable {
  return tableOf({
    buy: market.rows('buy', TOGETHER_DEFAULTS.windows.buy, TOGETHER_DEFAULTS),
    basket: market.rows('basket', TOGETHER_DEFAULTS.windows.basket, TOGETHER_DEFAULTS),
    popular: [popularBefore(market.log, market.split.cut)],
    adopted: [market.adopted()],
  });
}

const forYous = (judge: Judge, rows: ReadonlyMap<Market, RowTable>): Method[] =>
  FOR_YOU_TRIED.map((change) => ({
    name: `for you${nameOf(change)}`,
    measured: {
      ex: judge.provider('ex', forYou({ ...FOR_YOU, ...change }), rows),
      in: undefined,
      last: undefined,
    },
  }));

const buyAgains = (judge: Judge, rows: ReadonlyMap<Market, RowTable>): Method[] =>
  BUY_AGAIN_TRIED.map((change) => ({
    name: `buy again${nameOf(change)}`,
    measured: {
      ex: undefined,
      in: judge.provider('in', buyAgain({ ...BUY_AGAIN, ...change }), rows),
      last: undefined,
    },
  }));

const nameOf = (change: object): string =>
  Object.entries(change)
    .map(([name, value]) => `, ${name} ${value}`)
    .join('');
