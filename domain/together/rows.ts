import { type CountRules, RowCounter } from './count.ts';
import type { Matrix } from './matrix.ts';
import { toPairs } from './pairs.ts';
import type { TopK } from './top-k.ts';

/**
 * The model's rows of items `from` … `to − 1`, as lines of the standard model format, sorted by key. Items
 * without partners have no row.
 */
export function* countRows(matrix: Matrix, from: number, to: number, rules: CountRules): Generator<string> {
  const counter = new RowCounter(toPairs(matrix, rules.similarity), rules);
  const lines = new LineWriter(matrix.ids);
  for (let item = from; item < Math.min(to, matrix.ids.length); item++) {
    const best = counter.row(item);
    if (best.size > 0) yield lines.line(item, best);
  }
}

/** Writing a score costs more than counting it: one that repeats, as small counts make them, is written once. */
export class LineWriter {
  readonly #ids: readonly string[];
  readonly #quoted: (string | undefined)[];

  constructor(ids: readonly string[]) {
    this.#ids = ids;
    this.#quoted = new Array(ids.length);
  }

  line(item: number, best: TopK): string {
    const ids = this.#ids;
    const quoted = this.#quoted;
    const parts: string[] = [];
    let last = Number.NaN;
    let text = '';
    for (let place = 0; place < best.size; place++) {
      const score = best.scores[place]!;
      const other = best.items[place]!;
      if (score !== last) text = String(score);
      last = score;
      quoted[other] ??= JSON.stringify(ids[other]);
      parts.push(`[${quoted[other]},${text},${best.counts[place]}]`);
    }
    return `{"key":${JSON.stringify(ids[item])},"items":[${parts.join(',')}]}\n`;
  }
}
