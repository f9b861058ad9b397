import { type Bound, toBound } from './bound.ts';
import type { CountRules } from './count.ts';
import type { PairRow } from './kept-counts.ts';
import type { Matrix } from './matrix.ts';
import type { BothWays } from './pair-units.ts';
import { type Score, scorer } from './score.ts';
import { TopK } from './top-k.ts';

/** The worst of the k best may score a little less than last time, and the guess still holds. */
const NEARLY = 0.98;

/** Chooses the best partners of a row whose counts are known: the same, in the same order, as RowCounter does. */
export class Chooser {
  readonly #ways: BothWays;
  readonly #targets: Uint8Array | undefined;
  readonly #score: Score;
  readonly #bound: Bound;
  readonly #best: TopK;
  /** Slope and base that the k best of now ask for: see Bound. An array, as numbers change an object's shape. */
  readonly #need = new Float64Array(2);

  constructor(
    ways: BothWays,
    { targets }: Pick<Matrix, 'targets'>,
    { similarity, shrink, topK }: CountRules,
  ) {
    this.#ways = ways;
    this.#targets = targets;
    this.#score = scorer(similarity, shrink, ways.units);
    this.#bound = toBound(similarity, shrink, ways.columnTotals, ways.units);
    this.#best = new TopK(Math.min(topK, ways.rowTotals.length));
  }

  /**
   * The best of a row, the best first; valid until the next one.
   *
   * What cannot score as much as the guess is passed over with one multiplication. When k others scored as much, nothing of it was
   * among them; else it is looked at after all. With what the worst of the k best scored last time that is seldom.
   */
  choose(item: number, row: PairRow, guess: number): TopK {
    const best = this.#best;
    const ni = this.#ways.rowTotals[item]!;
    best.clear();
    this.#need.fill(0);
    const slope = this.#bound.slope(NEARLY * guess, ni);
    const base = this.#bound.base(NEARLY * guess, ni);
    this.#offerLikely(ni, row, slope, base);
    if (guess > 0 && !(best.isFull && best.worst >= NEARLY * guess)) this.#offerRest(ni, row, slope, base);
    best.sort();
    return best;
  }

  /** Score of the worst of the k best that choose gave; 0 when there are fewer. */
  get worst(): number {
    return this.#best.isFull ? this.#best.scores[this.#best.size - 1]! : 0;
  }

  #offerLikely(ni: number, { size, partners, counts }: PairRow, slope: number, base: number): void {
    const { weights } = this.#bound;
    const need = this.#need;
    for (let index = 0; index < size; index++) {
      const partner = partners[index]!;
      const count = counts[index]!;
      const weight = weights[partner]!;
      if (count >= slope * weight + base && count >= need[0]! * weight + need[1]!)
        this.#offer(ni, partner, count);
    }
  }

  /** What offerLikely passed over. */
  #offerRest(ni: number, { size, partners, counts }: PairRow, slope: number, base: number): void {
    const { weights } = this.#bound;
    const need = this.#need;
    for (let index = 0; index < size; index++) {
      const partner = partners[index]!;
      const count = counts[index]!;
      const weight = weights[partner]!;
      if (count >= need[0]! * weight + need[1]! && count < slope * weight + base)
        this.#offer(ni, partner, count);
    }
  }

  #offer(ni: number, partner: number, count: number): void {
    if (this.#targets !== undefined && this.#targets[partner] === 0) return;
    const best = this.#best;
    const score = this.#score(count, ni, this.#ways.columnTotals[partner]!);
    if (!best.offer(score, count, partner) || !best.isFull) return;
    this.#need[0] = this.#bound.slope(best.worst, ni);
    this.#need[1] = this.#bound.base(best.worst, ni);
  }
}
