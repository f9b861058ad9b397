/**
 * What stored signatures of titles save a process that has just begun: the signatures of a pool of 200 titles, made from the titles or
 * decoded as they are stored. Each in processes of its own, for what has run before runs faster.
 *
 *     node bench/titles-cold.ts
 *
 * Prints a JSON line a figure.
 */
import { execFileSync } from 'node:child_process';
import { sampleItems } from '../cli/sample/items.ts';
import { encodeSignature } from '../domain/titles/encoded.ts';
import { signatureOf, type Titled } from '../domain/titles/known.ts';
import { titleSignature } from '../domain/titles/signature.ts';
import { percentile, report } from './report.ts';

const POOL = 200;
const PROCESSES = 9;
const WAYS = ['made', 'decoded'] as const;
const stored = process.argv[2];

if (stored === undefined) compare();
else measure(JSON.parse(stored));

/** Signing in the parent leaves the child cold. */
function compare(): void {
  const timeline = { from: 0, at: (share: number) => share * 86_400_000 };
  const items = sampleItems(7, timeline as never).slice(0, POOL);
  const titled = items.map(({ item: { title } }) => ({
    title,
    titleSignature: encodeSignature(titleSignature(title)),
  }));
  for (const way of WAYS) {
    const pool = way === 'decoded' ? titled : titled.map(({ title }) => ({ title }));
    const args = [import.meta.filename, JSON.stringify(pool)];
    const runs = Array.from({ length: PROCESSES }, () =>
      JSON.parse(String(execFileSync(process.execPath, args))),
    );
    for (const [at, name] of ['first pool', 'tenth pool'].entries())
      report(
        `titles: ${POOL} signatures ${way}, ${name} of a process`,
        percentile(
          runs.map((run) => run[at]),
          50,
        ),
        'ms',
      );
  }
}

/** The tenth pool has other titles of the same lengths: none is known yet. */
function measure(pool: readonly Titled[]): void {
  const times = Array.from({ length: 10 }, (_, round) => {
    const others = pool.map((one) => ({ ...one, title: `${one.title}${' '.repeat(round)}` }));
    const start = performance.now();
    for (const one of others) signatureOf(one);
    return performance.now() - start;
  });
  console.log(JSON.stringify([times[0], times[9]]));
}
