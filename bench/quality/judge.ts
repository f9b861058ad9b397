import type { RowTable } from '../../domain/ranking/rows.ts';
import type { ProviderDocument } from '../../domain/registry/documents.ts';
import type { RuleBook } from '../../domain/repurchase/rule.ts';
import { listFor, listsFor } from './lists.ts';
import type { Market } from './market.ts';
import { figuresOf, METRICS, type Metric } from './metrics.ts';
import type { PeerLists } from './peers.ts';
import type { Judged, Variant } from './split.ts';
import { meanOf, Tally } from './tally.ts';

/** Lists of a history judged on what is new and on everything, and lists of the last item judged on what is new. */
export const SHAPES = ['ex', 'in', 'last'] as const;
export type Shape = (typeof SHAPES)[number];
export type Measured = Readonly<Record<Shape, Tally | undefined>>;

/** What the tables show: `last` in two of the metrics, as the peers' table does. */
export const COLUMNS: readonly (readonly [Shape, Metric])[] = [
  ...METRICS.map((metric) => ['ex', metric] as const),
  ...METRICS.map((metric) => ['in', metric] as const),
  ['last', 'HR@10'],
  ['last', 'MRR@20'],
];

const truthOf = ({ bought, fresh }: Judged, shape: Shape): ReadonlySet<number> =>
  shape === 'in' ? bought : fresh;

/** Judges methods over one market or several, users by a place of their own. */
export class Judge {
  readonly markets: readonly Market[];
  readonly #places: ReadonlyMap<number, number>;

  constructor(markets: readonly Market[]) {
    this.markets = markets;
    const users = new Set(markets.flatMap(({ judged }) => judged.map(({ user }) => user)));
    this.#places = new Map([...users].sort((a, b) => a - b).map((user, place) => [user, place]));
  }

  get users(): number {
    return this.#places.size;
  }

  /** @param listOf items' numbers, asked for in each market for each user who has a truth */
  measure(shape: Shape, listOf: (market: Market, judged: Judged) => readonly number[]): Tally {
    const tally = new Tally(this.users);
    for (const market of this.markets)
      for (const judged of market.judged) {
        const truth = truthOf(judged, shape);
        if (truth.size > 0)
          tally.add(this.#places.get(judged.user)!, figuresOf(listOf(market, judged), truth));
      }
    return tally;
  }

  /** A provider's lists as it is. @param books what was learned of buying again, where that counts */
  provider(
    shape: Variant,
    provider: ProviderDocument,
    rows: ReadonlyMap<Market, RowTable>,
    books?: ReadonlyMap<Market, RuleBook>,
  ): Tally {
    return this.measure(shape, (market, judged) => {
      const asked = { ...market.asked(judged, rows.get(market)!), book: books?.get(market) };
      return market.numbersOf(listFor(provider, asked));
    });
  }

  /** A provider's lists without what was bought before, and with it. */
  both(provider: ProviderDocument, rows: ReadonlyMap<Market, RowTable>): Pick<Measured, Variant> {
    const [ex, all] = [new Tally(this.users), new Tally(this.users)];
    for (const market of this.markets)
      for (const judged of market.judged) {
        const place = this.#places.get(judged.user)!;
        const asked = market.asked(judged, rows.get(market)!);
        const [fresh, any] = listsFor(provider, asked, [[{ step: 'purchased' }], []]);
        if (judged.fresh.size > 0) ex.add(place, figuresOf(market.numbersOf(fresh!), judged.fresh));
        all.add(place, figuresOf(market.numbersOf(any!), judged.bought));
      }
    return { ex, in: all };
  }

  /** The list of each user's last item. */
  last(provider: ProviderDocument, rows: ReadonlyMap<Market, RowTable>): Tally {
    return this.measure('last', (market, judged) => {
      const asked = market.asked(judged, rows.get(market)!, [market.log.itemIds[judged.last]!]);
      return market.numbersOf(listFor(provider, asked));
    });
  }

  /** A peer's, from its lists in each market; a shape that it has no lists of stays out. */
  peer(lists: ReadonlyMap<Market, PeerLists>): Measured {
    const of = (shape: Shape): Tally | undefined => {
      if (![...lists.values()].every((own) => own.lists[shape])) return undefined;
      const byUser = new Map(
        [...lists].map(([market, { users, lists }]) => [
          market,
          new Map(users.map((user, at) => [user, lists[shape]![at]!.filter((item) => item >= 0)])),
        ]),
      );
      return this.measure(shape, (market, { user }) => byUser.get(market)!.get(user)!);
    };
    return { ex: of('ex'), in: of('in'), last: of('last') };
  }
}

const NAMES_OF_PEERS = { 'HR@10': 'hr10', 'R@20': 'rec20', 'MAP@12': 'map12', 'MRR@20': 'mrr20' } as const;
/** They round to four digits. */
const ROUNDING = 0.000051;

/** That our measures are the protocol's: of the same lists a peer's own program gets the same. @throws RangeError where not */
export function checkAgainst(figures: PeerLists['figures'], measured: Measured, method: string): void {
  for (const shape of SHAPES)
    for (const metric of METRICS) {
      const [own, column] = [figures[shape]?.[NAMES_OF_PEERS[metric]], measured[shape]?.column(metric)];
      if (own === undefined || !column || Math.abs(own - meanOf(column)) <= ROUNDING) continue;
      throw new RangeError(`${metric} ${shape} of ${method} must be ${own}, got ${meanOf(column)}`);
    }
}
