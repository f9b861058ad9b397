/**
 * What dedupe and diversify cost at serving: 1,000 and 10,000 candidates in 60 leaf categories, 300 sellers and name groups of a few each,
 * in this process. A signature is made when an item is written, so it is measured alone.
 *
 *     node bench/arrange.ts
 *
 * Prints a JSON line a figure.
 */
import { performance } from 'node:perf_hooks';
import { sampleItems } from '../cli/sample/items.ts';
import type { Arrangeable } from '../domain/ranking/arrange/arrangeable.ts';
import { mmr } from '../domain/ranking/arrange/mmr.ts';
import { capGroups, nameGroups } from '../domain/ranking/arrange/name-groups.ts';
import { shuffleByCategory } from '../domain/ranking/arrange/shuffle.ts';
import { capInWindow } from '../domain/ranking/arrange/window-cap.ts';
import { titleSignature } from '../domain/titles/signature.ts';
import { percentile, report } from './report.ts';

const ROUNDS = 200;
const SAMPLES = [11, 12, 13, 14, 15];
const timeline = { from: 0, at: (share: number) => share * 86_400_000 };

/** Sample markets one behind the other, whose makers, categories and sellers are the same. */
const market = SAMPLES.flatMap((seed) => sampleItems(seed, timeline as never)).map(({ item }) => item);
const titles = market.map(({ title }) => title);

/** The first of the market in an order without rule; scores by Zipf's law. */
function candidates(count: number): Arrangeable[] {
  const order = (place: number) => (place * 7919) % 10_007;
  const chosen = market.slice(0, count).map((item, place) => ({ item, at: order(place) }));
  return chosen
    .sort((a, b) => a.at - b.at)
    .map(({ item }, rank) => ({
      itemId: `${item.itemId}-${rank}`,
      score: (rank + 1) ** -0.5,
      category: item.categories,
      sellerId: item.sellerId ?? undefined,
      signature: titleSignature(item.title),
    }));
}

function measure(name: string, work: () => unknown, rounds = ROUNDS): void {
  for (let warm = 0; warm < rounds / 4; warm++) work();
  const before = process.cpuUsage();
  const times = Array.from({ length: rounds }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  });
  const { user, system } = process.cpuUsage(before);
  report(`arrange: ${name}, processor's mean`, (user + system) / 1000 / rounds, 'ms');
  report(`arrange: ${name}, p50`, percentile(times, 50), 'ms');
  report(`arrange: ${name}, p99`, percentile(times, 99), 'ms');
}

measure('signatures of 1,000 titles', () => titles.slice(0, 1000).map(titleSignature), 20);
for (const count of [1000, 10_000]) {
  const rounds = count === 1000 ? ROUNDS : ROUNDS / 10;
  const items = candidates(count);
  const leaders = nameGroups(items);
  report(`arrange: name groups among ${count}`, new Set(leaders).size, 'groups');
  measure(`name groups, ${count}`, () => capGroups(items, nameGroups(items), { most: 1 }), rounds);
  const seller = ({ sellerId }: Arrangeable) => sellerId;
  measure(`seller cap, ${count}`, () => capInWindow(items, seller, { most: 2, window: 20 }), rounds);
  const shuffle = { level: 'leaf', window: 20, floor: 0.5 } as const;
  measure(`category shuffling, ${count}`, () => shuffleByCategory(items, shuffle), rounds);
  measure(`MMR of 20, ${count}`, () => mmr(items, leaders, { lambda: 0.7, size: 20, category: 0.5 }), rounds);
}
