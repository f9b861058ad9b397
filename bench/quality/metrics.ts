/** Figures of a list, each in [0, 1] (data/README.md). */
export const METRICS = ['HR@10', 'R@20', 'MAP@12', 'MRR@20'] as const;
export type Metric = (typeof METRICS)[number];
export type Figures = Readonly<Record<Metric, number>>;

/** What is measured of a list: the first 20 at most. */
export const LIST_LENGTH = 20;
const HIT_WITHIN = 10;
const MAP_WITHIN = 12;

/** A user's figures. `list`: items, best first, none twice. `truth`: what was bought, not empty. */
export function figuresOf(list: readonly number[], truth: ReadonlySet<number>): Figures {
  const hits = list.slice(0, LIST_LENGTH).map((item) => truth.has(item));
  const first = hits.indexOf(true);
  return {
    'HR@10': first >= 0 && first < HIT_WITHIN ? 1 : 0,
    'R@20': hits.filter(Boolean).length / truth.size,
    'MAP@12': averagePrecision(hits.slice(0, MAP_WITHIN), truth.size),
    'MRR@20': first >= 0 ? 1 / (first + 1) : 0,
  };
}

function averagePrecision(hits: readonly boolean[], size: number): number {
  let [found, sum] = [0, 0];
  for (const [place, hit] of hits.entries()) if (hit) sum += ++found / (place + 1);
  return sum / Math.min(MAP_WITHIN, size);
}
