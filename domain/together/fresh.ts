import type { ModelRow } from '../ports.ts';
import type { Matrix } from './matrix.ts';
import { countRows } from './rows.ts';

/** together-fresh counts the pairs of so long. */
export const FRESH_WINDOW_MS = 3 * 3_600_000;
/** More views than this in the window, and the window reaches back as far as the newest of them: memory is bounded. */
export const MOST_VIEWS = 300_000;
/** Who views so many distinct items within the window, one every half a minute without rest, is a robot and left out. */
export const ROBOT_ITEMS = 360;
/** The most recent items of an actor that count: pairs grow with the square. */
const ITEMS_PER_ACTOR = 50;
/** Rows are written anew as views come in, so there are few and they are short: 3,000 a minute would be 80 USD a month. */
const MOST_ROWS = 3_000;
/** As the main model's defaults, but one actor makes a pair: scores of both are of one scale. */
const RULES = { similarity: 'cosine', shrink: 10, minCount: 1, topK: 20 } as const;

/** Somebody looked at something. */
export interface FreshView {
  /** Identity of the event. */
  readonly key: string;
  readonly actor: string;
  readonly itemId: string;
  /** Milliseconds. */
  readonly time: number;
}

/** Views as they are stored: columns with dictionaries, sorted by key so that equal sets give equal bytes. */
export interface ViewColumns {
  readonly actors: readonly string[];
  readonly items: readonly string[];
  readonly keys: readonly string[];
  readonly actor: readonly number[];
  readonly item: readonly number[];
  readonly time: readonly number[];
}

/**
 * The views of a window, each identity once: of copies the smallest counts. A set, so that any order and grouping of
 * additions ends in the same.
 */
export class FreshViews {
  #byKey = new Map<string, FreshView>();

  constructor(columns?: ViewColumns) {
    for (const [at, key] of columns?.keys.entries() ?? [])
      this.add({
        key,
        actor: columns!.actors[columns!.actor[at]!]!,
        itemId: columns!.items[columns!.item[at]!]!,
        time: columns!.time[at]!,
      });
  }

  add(view: FreshView): void {
    const known = this.#byKey.get(view.key);
    if (!known || compareCopies(view, known) < 0) this.#byKey.set(view.key, view);
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** When the first was, milliseconds; undefined when there is none. */
  get oldest(): number | undefined {
    let oldest: number | undefined;
    for (const { time } of this.#byKey.values()) if (oldest === undefined || time < oldest) oldest = time;
    return oldest;
  }

  values(): FreshView[] {
    return [...this.#byKey.values()];
  }

  /** Keeps what passes, and of that the `most` newest (ties by key). */
  keep(isKept: (view: FreshView) => boolean, most: number): void {
    const kept = this.values().filter(isKept);
    const newest = kept.length > most ? kept.sort(compareNewest).slice(0, most) : kept;
    this.#byKey = new Map(newest.map((view) => [view.key, view]));
  }

  columns(): ViewColumns {
    const views = this.values().sort((a, b) => compareText(a.key, b.key));
    const [actors, items] = [new Map<string, number>(), new Map<string, number>()];
    return {
      actor: views.map(({ actor }) => codeOf(actors, actor)),
      item: views.map(({ itemId }) => codeOf(items, itemId)),
      time: views.map(({ time }) => time),
      keys: views.map(({ key }) => key),
      actors: [...actors.keys()],
      items: [...items.keys()],
    };
  }
}

/**
 * Which items were viewed together by whom, by the main model's formula and kernel. Rows of all items that have a
 * partner, the most recently viewed item first; O(Σ over actors of their items²), at most 50 items each.
 */
export function freshRows(views: readonly FreshView[]): ModelRow[] {
  const histories = [...Map.groupBy(views, ({ actor }) => actor).values()].map(latestDistinct);
  const people = histories.filter((items) => items.length <= ROBOT_ITEMS);
  const matrix = toMatrix(people.map((items) => items.slice(0, ITEMS_PER_ACTOR).map(({ itemId }) => itemId)));
  const lines = countRows(matrix, 0, matrix.ids.length, RULES);
  const rows = Array.from(lines, (line) => JSON.parse(line) as ModelRow);
  const viewedAt = latestByItem(views);
  return rows.sort((a, b) => viewedAt.get(b.key)! - viewedAt.get(a.key)! || compareText(a.key, b.key));
}

/** The rows to publish of those wanted: as many as a minute may write. */
export const boundedRows = (rows: readonly ModelRow[]): readonly ModelRow[] => rows.slice(0, MOST_ROWS);

/** An actor's distinct items by their latest view, newest first, ties by item id. */
function latestDistinct(views: readonly FreshView[]): { readonly itemId: string; readonly time: number }[] {
  const items = [...latestByItem(views)].map(([itemId, time]) => ({ itemId, time }));
  return items.sort((a, b) => b.time - a.time || compareText(a.itemId, b.itemId));
}

function latestByItem(views: readonly FreshView[]): Map<string, number> {
  const latest = new Map<string, number>();
  for (const { itemId, time } of views)
    latest.set(itemId, Math.max(time, latest.get(itemId) ?? Number.NEGATIVE_INFINITY));
  return latest;
}

function toMatrix(histories: readonly (readonly string[])[]): Matrix {
  // Array.prototype.sort without a comparator is the order by UTF-16 code unit that the kernel wants.
  const ids = [...new Set(histories.flat())].sort();
  const numbers = new Map(ids.map((itemId, index) => [itemId, index]));
  const starts = [0];
  for (const history of histories) starts.push(starts.at(-1)! + history.length);
  const rows = histories.map((history) => Uint32Array.from(history, (itemId) => numbers.get(itemId)!).sort());
  return { ids, starts: Uint32Array.from(starts), items: Uint32Array.from(rows.flatMap((row) => [...row])) };
}

function codeOf(codes: Map<string, number>, word: string): number {
  const code = codes.get(word) ?? codes.size;
  codes.set(word, code);
  return code;
}

const compareCopies = (a: FreshView, b: FreshView): number =>
  a.time - b.time || compareText(a.itemId, b.itemId) || compareText(a.actor, b.actor);

const compareNewest = (a: FreshView, b: FreshView): number => b.time - a.time || compareText(a.key, b.key);

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
