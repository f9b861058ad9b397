import type { Vector } from '../../../../domain/clusters/learned.ts';

/** Numbers in [0, 1), the same for the same seed. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** People who look at most of a taste's categories, and now and then at any other. */
export function crowd(tastes: readonly (readonly string[])[], people: number, seed = 1): Vector[] {
  const random = dice(seed);
  const all = tastes.flat();
  return Array.from({ length: people }, (_, person) => {
    const taste = tastes[person % tastes.length]!;
    const interest = new Map<string, number>();
    for (const name of taste) if (random() < 0.9) interest.set(name, 1 + 4 * random());
    if (random() < 0.3) interest.set(all[Math.floor(random() * all.length)]!, 1);
    return interest;
  });
}
