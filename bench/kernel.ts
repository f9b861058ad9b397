/**
 * Co-occurrence of all pairs, the hundred best of each row, by our kernel and its peers (implicit, scipy) on
 * the same matrices, one process after another, each with as many threads as there are cores.
 *
 *     node bench/kernel.ts [matrix …]        # online-retail complete-journey 5M; 50M only if asked for
 *
 * The shared data sets are read from ../shared/data (or the folder of DATA). Peers come from PyPI into a virtual
 * environment under .venv; where pip cannot, only our figures are there. Smallest of three rounds.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { generated, incrementsOf, purchasesOf } from './matrices.ts';
import { type Entries, write } from './matrix-files.ts';
import { report } from './report.ts';

const DATA = process.env.DATA ?? join(import.meta.dirname, '../../shared/data');
const ROOT = join(import.meta.dirname, '..');
const PYTHON = join(ROOT, '.venv/bin/python');
const THREADS = availableParallelism();
const ROUNDS = 3;
const RUN = 'kernel-run.mjs';

interface Figures {
  readonly seconds: number;
  readonly cpu: number;
  readonly megabytes: number;
}

interface Counter {
  readonly name: string;
  /** Entries that it can take: the whole product of scipy grows with the square. */
  readonly most: number;
  command(folder: string): [string, string[]];
}

const MATRICES: Readonly<Record<string, () => Entries>> = {
  'online-retail': () => purchasesOf('online-retail', join(DATA, 'online-retail')),
  'complete-journey': () => purchasesOf('complete-journey', join(DATA, 'complete-journey')),
  '5M': () => generated(5_000_000),
  '50M': () => generated(50_000_000),
};

const counters = [
  ours('count', '0', '1'),
  peer('implicit-itemitem', Number.POSITIVE_INFINITY),
  ours('cosine', '0', '1'),
  peer('implicit-cosine', Number.POSITIVE_INFINITY),
  ours('cosine', '10', '2'),
  peer('scipy', 10_000_000),
];
const wanted = process.argv.slice(2);
const hasPeers = installPeers();
for (const name of wanted.length > 0 ? wanted : ['online-retail', 'complete-journey', '5M']) measure(name);

function ours(similarity: string, shrink: string, minCount: string): Counter {
  const command = (folder: string): [string, string[]] => [
    process.execPath,
    [join(folder, RUN), folder, similarity, shrink, minCount, String(THREADS)],
  ];
  const name = `ours, ${similarity}, shrink ${shrink}, minCount ${minCount}`;
  return { name, most: Number.POSITIVE_INFINITY, command };
}

function peer(name: string, most: number): Counter {
  const script = join(import.meta.dirname, 'peers/all_pairs.py');
  return { name, most, command: (folder) => [PYTHON, [script, folder, name, String(THREADS)]] };
}

function measure(name: string): void {
  const make = MATRICES[name];
  if (!make)
    throw new RangeError(`a matrix is one of ${Object.keys(MATRICES).join(', ')}, there is no ${name}`);
  const folder = mkdtempSync(join(tmpdir(), 'kernel-'));
  try {
    const entries = make();
    write(folder, entries);
    bundleRun(folder);
    const increments = incrementsOf(entries);
    report(`kernel: ${name}: entries`, entries.items.length, 'entries');
    report(`kernel: ${name}: pair increments`, increments, 'increments');
    const able = counters.filter(
      ({ name, most }) => entries.items.length <= most && (hasPeers || isOurs(name)),
    );
    const rounds = Array.from({ length: ROUNDS }, () => able.map((one) => run(one, folder)));
    for (const [index, counter] of able.entries()) {
      const figures = rounds.map((round) => round[index]!).sort((a, b) => a.seconds - b.seconds)[0]!;
      report(`kernel: ${name}: ${counter.name}`, figures.seconds, 's');
      report(`kernel: ${name}: ${counter.name}: processors`, figures.cpu, 's of them');
      report(`kernel: ${name}: ${counter.name}: rate`, increments / figures.seconds / 1e6, 'M increments/s');
      report(`kernel: ${name}: ${counter.name}: peak memory`, figures.megabytes, 'MB');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isOurs(name: string): boolean {
  return name.startsWith('ours');
}

function run({ name, command }: Counter, folder: string): Figures {
  const [program, options] = command(folder);
  const { stdout, stderr, status } = spawnSync(program, options, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout) as Figures;
}

/** In one file of JavaScript, as a deployed function is. */
function bundleRun(folder: string): void {
  buildSync({
    entryPoints: [join(import.meta.dirname, 'kernel-run.ts')],
    outfile: join(folder, RUN),
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
}

/** @returns whether the peers are there */
function installPeers(): boolean {
  if (existsSync(PYTHON)) return true;
  const venv = join(ROOT, '.venv');
  const steps: [string, string[]][] = [
    ['python3', ['-m', 'venv', venv]],
    [PYTHON, ['-m', 'pip', 'install', '--quiet', 'implicit==0.7.3', 'numpy', 'scipy']],
  ];
  for (const [program, options] of steps) {
    if (spawnSync(program, options, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0) continue;
    console.error('kernel: the peers cannot be installed from PyPI; only our figures follow');
    rmSync(venv, { recursive: true, force: true });
    return false;
  }
  return true;
}
