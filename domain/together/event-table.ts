import type { ArchivedEvent } from '../events/event.ts';
import { SCOPE_COUNT } from './codes.ts';
import { Interner } from './interner.ts';
import { DICTIONARIES, type Dictionary, type PreparedEvents, toColumns } from './prepared.ts';
import { ascending } from './sort.ts';
import { TextMap } from './text-map.ts';

const NUMBERED = {
  users: 'user',
  cookies: 'cookie',
  items: 'item',
  orders: 'order',
  refundsOf: 'purchase',
} as const;

/** Rows whose version cannot be decided by columns alone: which files hold candidates, by row. */
type Sources = Set<number> | 'any';

/**
 * All events of an archive, one row an event identity: of equal ones the smallest (occurredAt, canonical
 * JSON) counts, in whatever order the files come. ~150 bytes an event.
 *
 * Columns lack the canonical JSON. Where two versions agree in time but differ in what the columns hold,
 * the row is contested: `contested()` names the files to read again, and `settle` decides.
 */
export class EventTable {
  rows = 0;
  times = new Float64Array(1024);
  acts = new Uint8Array(1024);
  scopes = new Uint8Array(1024);
  platforms = new Uint8Array(1024);
  users = new Uint32Array(1024);
  cookies = new Uint32Array(1024);
  items = new Uint32Array(1024);
  orders = new Uint32Array(1024);
  quantities = new Uint32Array(1024);
  refundsOf = new Uint32Array(1024);
  readonly eventIds: string[] = [];
  readonly names: Readonly<Record<Dictionary, Interner>> = Object.fromEntries(
    DICTIONARIES.map((name) => [name, new Interner()]),
  ) as Record<Dictionary, Interner>;
  readonly #rowOf = Array.from({ length: SCOPE_COUNT }, () => new TextMap());
  /** Of event ids. */
  #characters = 0;
  /** The file that a row's version came from. */
  #sources = new Uint32Array(1024);
  /** 1: another file holds a version of equal time and equal columns, which may have a smaller text. */
  #twins = new Uint8Array(1024);
  readonly #contested = new Map<number, Sources>();

  /** Adds a file's events; `source` is the file's number, for contests. */
  add(prepared: PreparedEvents, source: number): void {
    const numbers = this.#translate(prepared);
    const size = prepared.eventIds.length;
    this.#reserve(this.rows + size);
    for (let index = 0; index < size; index++) this.#addRow(prepared, numbers, index, source);
  }

  /**
   * What it would hold with a file more, at most: events, ids in all dictionaries, characters of event ids, entries of the
   * fullest Map of a dictionary.
   */
  size({ eventIds, names }: PreparedEvents) {
    const added = eventIds.length;
    const dictionaries = DICTIONARIES.map((name) => this.names[name].texts.length + names[name].length);
    const fullest = DICTIONARIES.map((name) => this.names[name].fullest + names[name].length);
    return {
      events: this.rows + added,
      names: dictionaries.reduce((sum, size) => sum + size, 0),
      characters: this.#characters + charactersOf(eventIds),
      largest: Math.max(...fullest, ...this.#rowOf.map((rows) => rows.fullest + added)),
    };
  }

  /** The row of an event identity, -1 when there is none. */
  find(scope: number, eventId: string): number {
    return this.#rowOf[scope]!.get(eventId) ?? -1;
  }

  /** Rows whose version is open, by the file to look into; 'any' when any file may hold the smallest. */
  contested(): ReadonlyMap<number, Sources> {
    return this.#contested;
  }

  /** Puts the version that counts in a contested row's place. */
  settle(row: number, winner: ArchivedEvent): void {
    this.#contested.delete(row);
    const prepared = toColumns([winner]);
    if (prepared.times[0] === this.times[row]) this.#write(row, prepared, this.#translate(prepared), 0, 0);
  }

  /** Rows in order of (occurredAt, eventId, scope). O(n) and the sort of what is simultaneous. */
  inOrder(): Uint32Array {
    const order = ascending(this.times.subarray(0, this.rows));
    let from = 0;
    for (let to = 1; to <= order.length; to++) {
      if (to < order.length && this.times[order[to]!] === this.times[order[from]!]) continue;
      if (to - from > 1) order.subarray(from, to).sort((a, b) => this.#compareKeys(a, b));
      from = to;
    }
    return order;
  }

  #compareKeys(a: number, b: number): number {
    const [idA, idB] = [this.eventIds[a]!, this.eventIds[b]!];
    if (idA !== idB) return idA < idB ? -1 : 1;
    return this.scopes[a]! - this.scopes[b]!;
  }

  #addRow(prepared: PreparedEvents, numbers: Numbers, index: number, source: number): void {
    const eventId = prepared.eventIds[index]!;
    const rowOf = this.#rowOf[prepared.scopes[index]!]!;
    const row = rowOf.get(eventId);
    if (row === undefined) {
      rowOf.set(eventId, this.rows);
      this.eventIds.push(eventId);
      this.#characters += eventId.length;
      this.#write(this.rows++, prepared, numbers, index, source);
    } else if (prepared.times[index]! < this.times[row]!) {
      this.#contested.delete(row);
      this.#twins[row] = 0;
      this.#write(row, prepared, numbers, index, source);
    } else if (prepared.times[index] === this.times[row])
      this.#contest(row, prepared, numbers, index, source);
  }

  /** A second version of a row's event, at the same time. */
  #contest(row: number, prepared: PreparedEvents, numbers: Numbers, index: number, source: number): void {
    const open = this.#contested.get(row);
    if (open) {
      if (open !== 'any') open.add(source);
    } else if (this.#equals(row, prepared, numbers, index)) this.#twins[row] = 1;
    else this.#contested.set(row, this.#twins[row] ? 'any' : new Set([this.#sources[row]!, source]));
  }

  #equals(row: number, prepared: PreparedEvents, numbers: Numbers, index: number): boolean {
    return (
      this.acts[row] === prepared.acts[index] &&
      this.platforms[row] === prepared.platforms[index] &&
      this.users[row] === numbers.users[index] &&
      this.cookies[row] === numbers.cookies[index] &&
      this.items[row] === numbers.items[index] &&
      this.orders[row] === numbers.orders[index] &&
      this.quantities[row] === prepared.quantities[index] &&
      this.refundsOf[row] === numbers.refundsOf[index]
    );
  }

  #write(row: number, prepared: PreparedEvents, numbers: Numbers, index: number, source: number): void {
    this.times[row] = prepared.times[index]!;
    this.acts[row] = prepared.acts[index]!;
    this.scopes[row] = prepared.scopes[index]!;
    this.platforms[row] = prepared.platforms[index]!;
    this.quantities[row] = prepared.quantities[index]!;
    this.users[row] = numbers.users[index]!;
    this.cookies[row] = numbers.cookies[index]!;
    this.items[row] = numbers.items[index]!;
    this.orders[row] = numbers.orders[index]!;
    this.refundsOf[row] = numbers.refundsOf[index]!;
    this.#sources[row] = source;
  }

  /** A file's numbers as this table's. */
  #translate(prepared: PreparedEvents): Numbers {
    const translated = Object.entries(NUMBERED).map(([column, dictionary]) => {
      const names = prepared.names[dictionary];
      const numbers = Uint32Array.from(names, (name, index) =>
        index === 0 ? 0 : this.names[dictionary].number(name),
      );
      return [column, prepared[column as keyof Numbers].map((number) => numbers[number]!)];
    });
    return Object.fromEntries(translated) as Numbers;
  }

  #reserve(rows: number): void {
    if (rows <= this.times.length) return;
    const size = Math.max(rows, 2 * this.times.length);
    this.times = grown(this.times, new Float64Array(size));
    this.acts = grown(this.acts, new Uint8Array(size));
    this.scopes = grown(this.scopes, new Uint8Array(size));
    this.platforms = grown(this.platforms, new Uint8Array(size));
    this.users = grown(this.users, new Uint32Array(size));
    this.cookies = grown(this.cookies, new Uint32Array(size));
    this.items = grown(this.items, new Uint32Array(size));
    this.orders = grown(this.orders, new Uint32Array(size));
    this.quantities = grown(this.quantities, new Uint32Array(size));
    this.refundsOf = grown(this.refundsOf, new Uint32Array(size));
    this.#sources = grown(this.#sources, new Uint32Array(size));
    this.#twins = grown(this.#twins, new Uint8Array(size));
  }
}

const charactersOf = (texts: readonly string[]): number => texts.reduce((sum, { length }) => sum + length, 0);

type Numbers = Record<keyof typeof NUMBERED, Uint32Array>;

function grown<T extends Float64Array | Uint32Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old as never);
  return larger;
}
