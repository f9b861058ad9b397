import type { Candidate } from '../context.ts';
import { compareCandidates } from '../merges/merge.ts';
import type { StepResult } from './step.ts';

/**
 * Candidates with new scores, best first. What is pinned stays in front, with the best score: whatever scores say, nothing of its name or
 * seller may stand for it until it is moved to its place.
 */
export function bestFirst(scored: readonly Candidate[], compare = compareCandidates): StepResult {
  const pinned = scored.filter(({ isPinned }) => isPinned);
  const others = scored.filter(({ isPinned }) => !isPinned).sort(compare);
  const score = Math.max(others[0]?.score ?? 0, ...pinned.map((one) => one.score));
  return { kept: [...pinned.map((one) => ({ ...one, score })), ...others], removed: [] };
}
