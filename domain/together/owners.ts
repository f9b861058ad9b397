import type { ActorKey } from '../identity/owner.ts';
import type { EventTable } from './event-table.ts';
import { group, NONE } from './sort.ts';

/** When each erased actor was erased, ms: its events up to then are ignored. */
export type Erasures = ReadonlyMap<ActorKey, number>;

/** Whose each row is, by the rule of domain/identity/owner.ts: users by their number, cookies after them. */
export class Owners {
  readonly count: number;
  readonly #table: EventTable;
  readonly #users: number;
  readonly #erasedUsers: Float64Array;
  readonly #erasedCookies: Float64Array;
  /** Each cookie's links, oldest first: times and users. */
  readonly #starts: Uint32Array;
  readonly #times: Float64Array;
  readonly #linked: Uint32Array;

  /** @param order rows up to asOf in order of moments */
  constructor(table: EventTable, order: Uint32Array, erasures: Erasures) {
    this.#table = table;
    this.#users = table.names.user.texts.length;
    this.count = this.#users + table.names.cookie.texts.length;
    this.#erasedUsers = erasedAt(erasures, 'u#', table.names.user.texts);
    this.#erasedCookies = erasedAt(erasures, 'c#', table.names.cookie.texts);
    const cookies = order.map((row) => (this.#isLink(row) ? table.cookies[row]! : NONE));
    const { starts, members } = group(cookies, table.names.cookie.texts.length);
    this.#starts = starts;
    this.#times = Float64Array.from(members, (index) => table.times[order[index]!]!);
    this.#linked = Uint32Array.from(members, (index) => table.users[order[index]!]!);
  }

  /** The actor's number of an act, NONE when the act was erased. */
  of(row: number): number {
    const { users, cookies } = this.#table;
    const user = users[row]!;
    if (user !== 0) return this.#erasedUser(row) ? NONE : user;
    const cookie = cookies[row]!;
    if (this.#erasedCookie(row)) return NONE;
    const linked = this.#linkedUser(cookie, this.#table.times[row]!);
    return linked === 0 ? this.#users + cookie : linked;
  }

  #linkedUser(cookie: number, time: number): number {
    const [start, end] = [this.#starts[cookie]!, this.#starts[cookie + 1]!];
    if (start === end) return 0;
    let [low, high] = [start, end];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#times[middle]! < time) low = middle + 1;
      else high = middle;
    }
    return this.#linked[low < end ? low : end - 1]!;
  }

  #isLink(row: number): boolean {
    const { users, cookies } = this.#table;
    if (users[row] === 0 || cookies[row] === 0) return false;
    return !this.#erasedUser(row) && !this.#erasedCookie(row);
  }

  #erasedUser = (row: number): boolean =>
    this.#table.times[row]! <= this.#erasedUsers[this.#table.users[row]!]!;

  #erasedCookie = (row: number): boolean =>
    this.#table.times[row]! <= this.#erasedCookies[this.#table.cookies[row]!]!;
}

function erasedAt(erasures: Erasures, prefix: 'u#' | 'c#', ids: readonly string[]): Float64Array {
  const never = Number.NEGATIVE_INFINITY;
  return Float64Array.from(ids, (id) => erasures.get(`${prefix}${id}`) ?? never);
}
