/**
 * How many of a category's buyers come back within a horizon, and after how long. Who has not been looked at for the whole horizon yet
 * counts for as long as he was (censored): the estimate of Kaplan & Meier (1958), in days.
 */
export class Returns {
  /** Looked at for the whole horizon. */
  whole = 0;
  /** Came back at all. */
  returning = 0;
  readonly #horizon: number;
  /** By day: who came back on it, and who was looked at no longer than it. */
  readonly #returned: Uint32Array;
  readonly #censored: Uint32Array;
  /** Buyers by the days between their purchases. */
  readonly #intervals = new Map<number, number>();

  constructor(horizon: number) {
    this.#horizon = horizon;
    this.#returned = new Uint32Array(horizon + 1);
    this.#censored = new Uint32Array(horizon + 1);
  }

  /**
   * @param days of a buyer's purchases, ascending and distinct, at least one
   * @param today the last day that is known of
   */
  add(days: readonly number[], today: number): void {
    const [first, second] = days;
    const lookedAt = today - first!;
    const after = second === undefined ? Number.POSITIVE_INFINITY : second - first!;
    if (after <= this.#horizon) this.#returned[after]!++;
    else this.#censored[Math.min(lookedAt, this.#horizon)]!++;
    if (lookedAt >= this.#horizon) this.whole++;
    if (second === undefined) return;
    this.returning++;
    const interval = medianOf(days.slice(1).map((day, index) => day - days[index]!));
    this.#intervals.set(interval, (this.#intervals.get(interval) ?? 0) + 1);
  }

  /** The estimated share that comes back within the horizon; 0 of nobody. O(horizon) */
  share(): number {
    let left = 0;
    for (let day = 0; day <= this.#horizon; day++) left += this.#returned[day]! + this.#censored[day]!;
    let away = 1;
    for (let day = 0; day <= this.#horizon && left > 0; day++) {
      away *= 1 - this.#returned[day]! / left;
      left -= this.#returned[day]! + this.#censored[day]!;
    }
    return 1 - away;
  }

  /** The median over buyers of each one's own median interval, in whole days; each counts once, however often he came back. */
  medianDays(): number | undefined {
    if (this.returning === 0) return undefined;
    let before = 0;
    for (const [interval, buyers] of [...this.#intervals].sort(([a], [b]) => a - b)) {
      before += buyers;
      if (2 * before >= this.returning) return Math.max(1, Math.round(interval));
    }
    return undefined;
  }
}

/** The lower of the two in the middle, where there are two. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}
