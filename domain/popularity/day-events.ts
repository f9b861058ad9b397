import type { Facet } from '../clusters/facet.ts';
import { type Counted, compareCounted } from './counted.ts';

export const DAY_MS = 86_400_000;
/** `2026-11-24`, UTC. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
export const dayBefore = (day: string): string => dayOf(Date.parse(day) - DAY_MS);
export const dayAfter = (day: string): string => dayOf(Date.parse(day) + DAY_MS);

/** The events of a day as they are stored: columns with dictionaries, all of one length. */
export interface DayColumns {
  readonly actors: readonly string[];
  readonly items: readonly string[];
  /** Facets joined by a line feed. */
  readonly stamps: readonly string[];
  readonly keys: readonly string[];
  readonly actor: readonly number[];
  readonly item: readonly number[];
  readonly stamp: readonly number[];
  /** Milliseconds since the day began. */
  readonly time: readonly number[];
  readonly weight: readonly number[];
}

/**
 * The events of one UTC day, each identity once: of its copies the smallest (compareCounted). A set: any order, repetition and
 * grouping of additions ends in the same.
 */
export class DayEvents {
  readonly day: string;
  readonly #byKey = new Map<string, Counted>();

  constructor(day: string, columns?: DayColumns) {
    this.day = day;
    if (columns) this.#load(columns);
  }

  /** @returns whether it changed anything */
  add(event: Counted): boolean {
    const known = this.#byKey.get(event.key);
    if (known && compareCounted(known, event) <= 0) return false;
    this.#byKey.set(event.key, event);
    return true;
  }

  get(key: string): Counted | undefined {
    return this.#byKey.get(key);
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  get size(): number {
    return this.#byKey.size;
  }

  values(): IterableIterator<Counted> {
    return this.#byKey.values();
  }

  /** Sorted by key, so that equal sets give equal bytes. */
  columns(): DayColumns {
    const events = [...this.#byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    const [actors, items, stamps] = [new Dictionary(), new Dictionary(), new Dictionary()];
    const start = Date.parse(this.day);
    return {
      actor: events.map(({ actor }) => actors.code(actor)),
      item: events.map(({ itemId }) => items.code(itemId)),
      stamp: events.map(({ facets }) => stamps.code(facets.join('\n'))),
      time: events.map(({ time }) => time - start),
      weight: events.map(({ weight }) => weight),
      keys: events.map(({ key }) => key),
      actors: actors.words,
      items: items.words,
      stamps: stamps.words,
    };
  }

  #load(columns: DayColumns): void {
    const start = Date.parse(this.day);
    const stamps = columns.stamps.map((text) => (text === '' ? [] : (text.split('\n') as Facet[])));
    for (const [at, key] of columns.keys.entries())
      this.#byKey.set(key, {
        key,
        actor: columns.actors[columns.actor[at]!]!,
        itemId: columns.items[columns.item[at]!]!,
        time: start + columns.time[at]!,
        weight: columns.weight[at]!,
        facets: stamps[columns.stamp[at]!]!,
      });
  }
}

class Dictionary {
  readonly words: string[] = [];
  readonly #codes = new Map<string, number>();

  code(word: string): number {
    const known = this.#codes.get(word);
    if (known !== undefined) return known;
    this.#codes.set(word, this.words.length);
    return this.words.push(word) - 1;
  }
}
