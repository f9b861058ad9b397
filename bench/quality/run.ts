/**
 * Measures one shared data set in this process: what bench/quality.ts starts, one for each set.
 *
 *     node bench/quality/run.ts NAME DATA PEERS|- [tune|lists]
 *
 * Prints a JSON line {sections: [{title, table}], figures: [{name, value, unit}]}.
 */
import type { ModelRow } from '../../domain/ports.ts';
import type { RowTable } from '../../domain/ranking/rows.ts';
import type { ProviderDocument } from '../../domain/registry/documents.ts';
import type { CountRules } from '../../domain/together/count.ts';
import { type Similarity, TOGETHER_DEFAULTS } from '../../domain/together/parameters.ts';
import { Bootstrap } from './bootstrap.ts';
import { toTable } from './counts.ts';
import { checkAgainst, Judge, type Measured } from './judge.ts';
import { type DatasetName, readLog } from './log.ts';
import { Market, tableOf } from './market.ts';
import { peerLists } from './peers.ts';
import { popularBefore } from './popular.ts';
import {
  BUY_AGAIN,
  buyAgain,
  FOR_YOU,
  forYou,
  historyAlone,
  onlyDue,
  rowAlone,
  shipped,
  without,
} from './providers.ts';
import { cutOf, firstFrom, unreachable, weeksFrom } from './split.ts';
import { besideBest, bestOf, type Method, meansOf, signedTable, type Table } from './tables.ts';
import { tuned } from './tune.ts';

export interface Section {
  readonly title: string;
  readonly table: Table;
}
export interface Result {
  readonly sections: readonly Section[];
  readonly figures: readonly { readonly name: string; readonly value: number; readonly unit: string }[];
}

/** All that peers.py runs, but ms-sar, which is scipy-sar by another library. */
const PEERS = [
  ...['pop', 'pop-7d', 'pop-hl14', 'pop-group', 'pop-group-hl14', 'repeat'],
  ...[
    'itemitem',
    'cosine',
    'tfidf',
    'bm25',
    'bm25-counts',
    'itemitem@60d',
    'itemitem@90d',
    'cosine@90d',
    'bm25@90d',
  ].map((name) => `implicit-${name}`),
  ...['jaccard', 'llr', 'sar', 'llr@90d'].map((name) => `scipy-${name}`),
];
/** The best of them by column, and quick enough for several cuts. */
const PEERS_BY_WEEK = ['pop-7d', 'repeat', 'implicit-itemitem@60d', 'implicit-bm25-counts', 'scipy-llr@90d'];
const WEEKS = 4;

const SIMILARITIES: readonly (readonly [Similarity, number])[] = [
  ...[0, 2, 5, 10, 20, 50].map((shrink) => ['cosine', shrink] as const),
  ...(['count', 'jaccard', 'lift', 'llr'] as const).map((similarity) => [similarity, 0] as const),
];
const WINDOWS = [undefined, 'P60D', 'P90D'] as const;
const DEFAULT_NAME = nameOf('cosine', 10, 'P90D');

const [name, data, peersFolder, mode] = process.argv.slice(2) as [DatasetName, string, string, string?];
const log = readLog(name, data);
const table = toTable(log);
const cut = cutOf(log.times);

function measured(): Result {
  const split = { cut, until: Number.POSITIVE_INFINITY };
  const judge = new Judge([new Market(log, table, split)]);
  const [market] = judge.markets as [Market];
  const bootstrap = new Bootstrap(judge.users);
  const peers = peersOf(judge, PEERS, false);
  const rows = mode === 'lists' ? [] : similarities(judge);
  const lists = ours(judge);
  const weekly = weeks();
  const ceiling = unreachable(log, split, market.judged);
  return {
    sections: [
      { title: `${name}: the split`, table: splitTable(market, ceiling) },
      ...grid(rows, peers, bootstrap),
      { title: `${name}: lists`, table: signedTable([...lists, ...peers], () => [], bootstrap) },
      {
        title: `${name}: the default lists beside the best peer of each measure`,
        table: besideBest(pairs(lists), peers, bootstrap),
      },
      weekly,
    ],
    figures: [
      { name: `quality: ${name}: new items' truth that nobody can reach`, value: ceiling, unit: 'of it' },
      ...lists
        .flatMap(meansOf)
        .map(([what, value]) => ({ name: `quality: ${name}: ${what}`, value, unit: 'in the mean' })),
    ],
  };
}

/** Similarities beside the default and the best peers; nothing where they were left out. */
function grid(rows: readonly Method[], peers: readonly Method[], bootstrap: Bootstrap): Section[] {
  const base = rows.find((method) => method.name === DEFAULT_NAME);
  if (!base) return [];
  const title = `${name}: history recombination and the last item's row, by similarity, shrink and window (signs: beside the default, beside the column's best peer)`;
  return [{ title, table: signedTable(rows, (...column) => [base, bestOf(peers, ...column)], bootstrap) }];
}

function splitTable({ judged }: Market, ceiling: number): Table {
  const train = firstFrom(log.times, cut);
  const counts = [train, log.times.length - train, judged.length];
  return [
    [
      'cut',
      'events before',
      'events after',
      'users in both',
      'with something new',
      'of the new, first sold after the cut',
    ],
    [
      new Date(cut).toISOString().slice(0, 10),
      ...counts.map((count) => count.toLocaleString('en')),
      judged.filter(({ fresh }) => fresh.size > 0).length.toLocaleString('en'),
      `${(100 * ceiling).toFixed(1)} %`,
    ],
  ];
}

/** Weeks after the cut, each judged by its own seven days. */
function weeks(): Section {
  const judge = new Judge(weeksFrom(cut, WEEKS).map((split) => new Market(log, table, split)));
  const peers = peersOf(judge, PEERS_BY_WEEK, true);
  return {
    title: `${name}: the same over ${WEEKS} weekly cuts from the cut on, seven days each`,
    table: besideBest(pairs(ours(judge)), peers, new Bootstrap(judge.users)),
  };
}

function pairs(methods: readonly Method[]) {
  return methods.flatMap((method) =>
    (['ex', 'in'] as const)
      .filter((shape) => method.measured[shape])
      .map((shape) => [method, shape] as const),
  );
}

function similarities(judge: Judge): Method[] {
  return WINDOWS.flatMap((window) =>
    SIMILARITIES.map(([similarity, shrink]) => {
      const rules = { ...TOGETHER_DEFAULTS, similarity, shrink };
      const rows = rowsOf(judge, ({ rows }) => ({ buy: rows('buy', window, rules) }));
      const measured: Measured = {
        ...judge.both(historyAlone(), rows),
        last: judge.last(rowAlone('score'), rows),
      };
      return { name: nameOf(similarity, shrink, window), measured };
    }),
  );
}

function nameOf(similarity: Similarity, shrink: number, window: string | undefined): string {
  const shown = similarity === 'cosine' ? `cosine, shrink ${shrink}` : similarity;
  return `${shown}, ${window ? `${window.slice(1, -1)} days` : 'all'}`;
}

/** The product's lists, each judged on what it is for. */
function ours(judge: Judge): Method[] {
  const rules: CountRules = TOGETHER_DEFAULTS;
  const rowsWith = (windows: { readonly buy: string; readonly basket: string }) =>
    rowsOf(judge, ({ rows, popular, adopted }) => ({
      buy: rows('buy', windows.buy, rules),
      basket: rows('basket', windows.basket, rules),
      popular,
      adopted,
    }));
  const rows = rowsWith(TOGETHER_DEFAULTS.windows);
  const none = { ex: undefined, in: undefined, last: undefined };
  const ex = (provider: ProviderDocument, own = rows) => ({
    ...none,
    ex: judge.provider('ex', provider, own),
  });
  const books = new Map(judge.markets.map((market) => [market, market.book()]));
  const all = (provider: ProviderDocument, own?: typeof books) => ({
    ...none,
    in: judge.provider('in', provider, rows, own),
  });
  return [
    { name: 'history + 0.7 × popular', measured: ex(forYou(FOR_YOU)) },
    { name: 'for you, as shipped', measured: ex(shipped('for-you')) },
    { name: 'for you, as shipped, not arranged', measured: ex(without(shipped('for-you'), ARRANGING)) },
    {
      name: 'for you, as shipped, rows of 60 days',
      measured: ex(shipped('for-you'), rowsWith({ buy: 'P60D', basket: 'P60D' })),
    },
    { name: 'purchases + 0.3 × history', measured: all(buyAgain(BUY_AGAIN)) },
    { name: 'buy again, as shipped', measured: all(shipped('buy-again'), books) },
    { name: 'buy again, nothing learned', measured: all(shipped('buy-again')) },
    { name: 'buy again, only what is due', measured: all(onlyDue(shipped('buy-again')), books) },
    {
      name: "the last item's row, by count",
      measured: { ...none, last: judge.last(rowAlone('count'), rows) },
    },
  ];
}

const ARRANGING = ['name-groups', 'shuffle', 'seller-cap'];

interface Sources {
  readonly rows: Market['rows'];
  readonly adopted: readonly ModelRow[];
  readonly popular: readonly ModelRow[];
}

function rowsOf(
  { markets }: Judge,
  make: (sources: Sources) => Parameters<typeof tableOf>[0],
): ReadonlyMap<Market, RowTable> {
  return new Map(
    markets.map((market) => {
      const sources = {
        rows: (...which: Parameters<Market['rows']>) => market.rows(...which),
        get adopted() {
          return [market.adopted()];
        },
        get popular() {
          return [popularBefore(log, market.split.cut)];
        },
      };
      return [market, tableOf(make(sources))];
    }),
  );
}

function peersOf(judge: Judge, methods: readonly string[], moved: boolean): Method[] {
  if (peersFolder === '-') return [];
  return methods.map((method) => {
    const lists = judge.markets.map(
      (market) => [market, peerLists(peersFolder, name, method, moved ? market.split : undefined)] as const,
    );
    const measured = judge.peer(new Map(lists));
    if (lists.length === 1) checkAgainst(lists[0]![1].figures, measured, method);
    return { name: method, measured };
  });
}

console.log(JSON.stringify(mode === 'tune' ? { sections: tuned(log, table, cut), figures: [] } : measured()));
