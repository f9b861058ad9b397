/**
 * Counts the rows of one matrix in a process of its own, so that its peak of memory is its own: what
 * bench/kernel.ts starts.
 *
 *     node bench/kernel-run.ts FOLDER SIMILARITY SHRINK MIN_COUNT THREADS
 *
 * Threads take turns of 64 items and write the best 100 of each row, items, counts and scores, into arrays that they share. Prints a
 * JSON line {seconds, cpu, megabytes, entries}.
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type CountRules, RowCounter } from '../domain/together/count.ts';
import { type Pairs, toPairs } from '../domain/together/pairs.ts';
import type { Similarity } from '../domain/together/parameters.ts';
import { read } from './matrix-files.ts';

const TURN = 64;

const TOP_K = 100;

interface Work {
  readonly pairs: Pairs;
  readonly rules: CountRules;
  readonly thread: number;
  /** How many items are taken. */
  readonly taken: Int32Array<SharedArrayBuffer>;
  /** The best of item i begin at `i · TOP_K`; pages that no row fills take no memory. */
  readonly items: Uint32Array;
  readonly counts: Uint32Array;
  readonly scores: Float64Array;
}

if (isMainThread) await main();
else parentPort!.postMessage(count(workerData as Work));

async function main(): Promise<void> {
  const [folder, similarity, shrink, minCount, threads] = process.argv.slice(2);
  const entries = read(folder!);
  const items = entries.items.reduce((most, item) => Math.max(most, item), 0) + 1;
  const matrix = { ...entries, ids: new Array<string>(items).fill('') };
  const from = performance.now();
  const before = process.cpuUsage();
  const work: Work = {
    pairs: toPairs(matrix, similarity as Similarity, Number(threads)),
    rules: {
      similarity: similarity as Similarity,
      shrink: Number(shrink),
      minCount: Number(minCount),
      topK: TOP_K,
    },
    thread: 0,
    taken: new Int32Array(new SharedArrayBuffer(4)),
    items: new Uint32Array(new SharedArrayBuffer(items * TOP_K * 4)),
    counts: new Uint32Array(new SharedArrayBuffer(items * TOP_K * 4)),
    scores: new Float64Array(new SharedArrayBuffer(items * TOP_K * 8)),
  };
  const others = Array.from({ length: Number(threads) - 1 }, (_, at) =>
    inThread({ ...work, thread: at + 1 }),
  );
  const kept = [count(work), ...(await Promise.all(others))];
  const { user, system } = process.cpuUsage(before);
  const figures = {
    seconds: (performance.now() - from) / 1000,
    cpu: (user + system) / 1e6,
    megabytes: peakMegabytes(),
    entries: kept.reduce((sum, size) => sum + size, 0),
  };
  console.log(JSON.stringify(figures));
}

/** Since this program began: what getrusage says begins with the process that started it. */
function peakMegabytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024;
}

function inThread(work: Work): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: work });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** @returns how many entries it kept */
function count({ pairs, rules, thread, taken, items, counts, scores }: Work): number {
  const counter = new RowCounter(pairs, rules, thread);
  const total = pairs.rowTotals.length;
  let kept = 0;
  for (let from = Atomics.add(taken, 0, TURN); from < total; from = Atomics.add(taken, 0, TURN)) {
    for (let item = from; item < Math.min(total, from + TURN); item++) {
      const best = counter.row(item);
      items.set(best.items.subarray(0, best.size), item * TOP_K);
      counts.set(best.counts.subarray(0, best.size), item * TOP_K);
      scores.set(best.scores.subarray(0, best.size), item * TOP_K);
      kept += best.size;
    }
  }
  return kept;
}
