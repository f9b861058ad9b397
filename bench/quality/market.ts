import type { Action } from '../../domain/identity/actor.ts';
import type { ModelRow } from '../../domain/ports.ts';
import { RowTable } from '../../domain/ranking/rows.ts';
import { seedsOf } from '../../domain/ranking/seeds.ts';
import { learnRepurchase } from '../../domain/repurchase/learn.ts';
import { type RuleBook, ruleBook } from '../../domain/repurchase/rule.ts';
import { REPURCHASE_DEFAULTS } from '../../domain/repurchase/rules.ts';
import type { Acts } from '../../domain/together/acts.ts';
import { ADOPTED, adoptedItems } from '../../domain/together/adopted.ts';
import type { CountRules } from '../../domain/together/count.ts';
import type { EventTable } from '../../domain/together/event-table.ts';
import { durationMs, POPULAR_ITEMS, TOGETHER_DEFAULTS } from '../../domain/together/parameters.ts';
import { actsBefore, type Kind, matrixOf, rowsOf } from './counts.ts';
import type { Asked } from './lists.ts';
import type { Log } from './log.ts';
import { firstFrom, type Judged, judgedUsers, type Split } from './split.ts';

/** The most items of a history that a provider may look at. */
const MOST_SEEDS = 30;

/** All that is known on the day of a cut, and whom the days after it judge. */
export class Market {
  readonly log: Log;
  readonly split: Split;
  readonly judged: readonly Judged[];
  readonly #acts: Acts;
  readonly #purchases: ReadonlyMap<number, readonly Action[]>;
  readonly #wanted: ReadonlySet<string>;
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(log: Log, table: EventTable, split: Split) {
    this.log = log;
    this.split = split;
    this.judged = judgedUsers(log, split);
    this.#acts = actsBefore(table, split.cut);
    this.#purchases = purchasesBefore(log, split.cut, new Set(this.judged.map(({ user }) => user)));
    this.#numbers = new Map(log.itemIds.map((itemId, number) => [itemId, number]));
    this.#wanted = new Set(
      this.judged.flatMap(({ user, last }) => [
        log.itemIds[last]!,
        ...seedsOf([], this.#purchases.get(user)!, MOST_SEEDS).map(({ itemId }) => itemId),
      ]),
    );
  }

  /** The rows that any list here may look at. @param window ISO 8601; undefined: everything before the cut */
  rows(kind: Kind, window: string | undefined, rules: CountRules): ModelRow[] {
    return rowsOf(matrixOf(this.#acts, kind, this.split.cut, window), rules, this.#wanted);
  }

  /** What was taken up in the week before the cut. */
  adopted(): ModelRow {
    const asOf = this.split.cut - 1;
    const after = asOf - durationMs(TOGETHER_DEFAULTS.windows.buy);
    const items = adoptedItems(this.#acts, { view: after, buy: after, asOf }, POPULAR_ITEMS, () => true);
    return { key: ADOPTED, items };
  }

  /** What the repurchase job would have learned before the cut. */
  book(): RuleBook {
    const itemOf = (itemId: string) => {
      const { categories, title } = this.log.catalogue.get(itemId)!;
      return { path: categories, nameGroup: title };
    };
    const asOf = this.split.cut - 1;
    const categories = learnRepurchase(this.#acts, itemOf, asOf, REPURCHASE_DEFAULTS);
    const about = { version: 'learned', asOf: new Date(asOf).toISOString(), parameters: REPURCHASE_DEFAULTS };
    return ruleBook({ ...about, categories });
  }

  /** A request of a judged user at the last moment before the cut, `itemIds` at hand. */
  asked({ user }: Judged, rows: RowTable, itemIds: readonly string[] = []): Asked {
    const purchases = this.#purchases.get(user)!;
    return { now: this.split.cut - 1, purchases, itemIds, rows, catalogue: this.log.catalogue };
  }

  numbersOf(itemIds: readonly string[]): number[] {
    return itemIds.map((itemId) => this.#numbers.get(itemId)!);
  }
}

/** Rows by the kind under which sources look for them. */
type TableKind = Kind | 'popular' | 'adopted';
export function tableOf(rows: Readonly<Partial<Record<TableKind, readonly ModelRow[]>>>): RowTable {
  const table = new RowTable();
  for (const [kind, own] of Object.entries(rows))
    for (const row of own) table.set({ kind: kind as TableKind, key: row.key }, row);
  return table;
}

/** Purchases before a cut of these users, as their timelines keep them. */
function purchasesBefore(log: Log, cut: number, users: ReadonlySet<number>): Map<number, Action[]> {
  const purchases = new Map([...users].map((user) => [user, [] as Action[]]));
  for (let event = 0; event < firstFrom(log.times, cut); event++)
    purchases.get(log.users[event]!)?.push({
      eventKey: String(event).padStart(8, '0'),
      type: 'purchase',
      itemId: log.itemIds[log.items[event]!]!,
      occurredAt: new Date(log.times[event]!).toISOString(),
    });
  return purchases;
}
