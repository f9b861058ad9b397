import type { Candidate } from '../context.ts';
import { compareCandidates } from './merge.ts';

/**
 * Takes turns by a pattern of source numbers, over and over: each place takes the best that its source has left and nobody took
 * before; when that source is dry, the first one that is not. Scores fall evenly from 1, for the order is the pattern's.
 *
 * @param before places that were taken on earlier pages: the pattern goes on behind them
 */
export function interleave(
  sources: readonly (readonly Candidate[])[],
  pattern: readonly number[],
  before = 0,
): Candidate[] {
  const queues = sources.map((candidates) => candidates.toSorted(compareCandidates));
  const heads = queues.map(() => 0);
  const taken = new Map<string, Candidate>();
  const next = (source: number): Candidate | undefined => {
    const queue = queues[source] ?? [];
    while (heads[source]! < queue.length && taken.has(queue[heads[source]!]!.itemId)) heads[source]!++;
    return queue[heads[source]!];
  };
  for (let place = 0; ; place++) {
    const wanted = next(pattern[(before + place) % pattern.length]!);
    const candidate = wanted ?? queues.map((_, source) => next(source)).find((one) => one !== undefined);
    if (!candidate) break;
    taken.set(candidate.itemId, candidate);
  }
  return [...taken.values()].map((candidate, rank) => ({ ...candidate, score: 1 - rank / taken.size }));
}
