import { z } from 'zod';
import { EVENT_TYPES } from '../../events/event.ts';
import type { ModelItem } from '../../ports.ts';
import { type Candidate, DAY_MS, type RankingContext } from '../context.ts';
import type { RowRequest } from '../rows.ts';
import { type Seed, seedsOf } from '../seeds.ts';
import { halfLifeDays, rowKind, type Source, sourceSchema } from './source.ts';

const schema = sourceSchema('history', {
  halfLifeDays,
  items: z.number().int().min(1).max(30),
  /** Exponent of similarities: above 1 the nearest neighbours count for more beside many distant ones, below 1 for less. */
  power: z.number().min(0.1).max(10).default(1),
  /** What the actor's own actions lead to through one model's rows, by the type of action. */
  models: z
    .array(
      z.strictObject({
        kind: rowKind,
        weight: z.number().min(0).max(100).default(1),
        types: z.partialRecord(z.enum(EVENT_TYPES), z.number().min(0).max(100)),
      }),
    )
    .min(1)
    .max(4),
});
type HistorySource = z.infer<typeof schema>;
type HistoryModel = HistorySource['models'][number];

/** History recombination (design §8). */
export const history: Source<HistorySource> = {
  name: 'history',
  schema,
  rows: historyRows,
  candidates: fromHistory,
};

/** The rows of the history's items, most recent first, in each model that has a weight for what was done. */
function historyRows(source: HistorySource, { viewer }: Pick<RankingContext, 'viewer'>): RowRequest[] {
  return seedsOf(viewer.scoring, viewer.purchases, source.items).flatMap((seed) =>
    source.models
      .filter((model) => [...seed.times.keys()].some((type) => model.types[type] !== undefined))
      .map(({ kind }) => ({ kind, key: seed.itemId })),
  );
}

/**
 * History recombination (design §8):
 *
 *     score(j) = Σ_m ω_m Σ_h w(type_h, m) · 2^(−age_h / halfLife) · sim_m(h, j)^power
 *
 * over the most recent distinct items h. Of several things done with h, the one with the largest
 * w · 2^(−age / halfLife) counts, per model. Ages are from the newest action, so that a history does not
 * fade while nobody looks. Similarities are bounded to [0, 1]; rows are not normalised. The power is the case amplification of Breese,
 * Heckerman and Kadie (1998).
 */
export function fromHistory(source: HistorySource, { viewer, rows }: RankingContext): Candidate[] {
  const seeds = seedsOf(viewer.scoring, viewer.purchases, source.items);
  const newest = Math.max(...seeds.map((seed) => seed.newest));
  const scores = new Map<string, number>();
  const raise = raising(source.power);
  for (const model of source.models) {
    const weighed = seeds.flatMap((seed) => {
      const items = rows.get(model.kind, seed.itemId)?.items;
      const strength = model.weight * weightOf(seed, model, newest, source.halfLifeDays);
      return items && strength > 0 ? [{ items, strength }] : [];
    });
    const scale = scaleOf(weighed.map(({ items }) => items));
    for (const { items, strength } of weighed) add(scores, items, { strength, scale, raise });
  }
  return [...scores].map(([itemId, score]) => ({
    itemId,
    score,
    tier: 'personal',
    personal: true,
    reason: 'history',
  }));
}

function weightOf(seed: Seed, model: HistoryModel, newest: number, halfLifeDays: number): number {
  let largest = 0;
  for (const [type, time] of seed.times) {
    const weight = (model.types[type] ?? 0) * 2 ** (-(newest - time) / (halfLifeDays * DAY_MS));
    largest = Math.max(largest, weight);
  }
  return largest;
}

interface Adding {
  readonly strength: number;
  readonly scale: number;
  readonly raise: (bounded: number) => number;
}

/** Powers that need no Math.pow, which would be most of what an entry costs. */
function raising(power: number): Adding['raise'] {
  if (power === 1) return (bounded) => bounded;
  return power === 2 ? (bounded) => bounded * bounded : (bounded) => bounded ** power;
}

function add(
  scores: Map<string, number>,
  items: readonly ModelItem[],
  { strength, scale, raise }: Adding,
): void {
  for (const [itemId, similarity] of items) {
    const bounded = Math.max(0, similarity) / scale;
    scores.set(itemId, (scores.get(itemId) ?? 0) + strength * raise(bounded));
  }
}

/**
 * Cosines and Jaccards are within 1 already; lifts, counts and likelihoods are divided by the largest that the model's rows have here, so that
 * their ratios stay, within a row and between rows.
 */
function scaleOf(rows: readonly (readonly ModelItem[])[]): number {
  let largest = 1;
  for (const items of rows)
    for (const [, similarity] of items) if (similarity > largest) largest = similarity;
  return largest;
}
