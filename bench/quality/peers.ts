import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetName } from './log.ts';
import type { Split } from './split.ts';

const ROOT = join(import.meta.dirname, '../..');
const VENV = join(ROOT, '.venv');
const PYTHON = join(VENV, 'bin/python');
const OUT = join(ROOT, 'peers-out');
const PACKAGES = ['implicit==0.7.3', 'numpy==2.4.6', 'scipy==1.17.1', 'pandas==3.1.1'];

/** A peer's lists of item numbers by variant, −1 for an empty place, in the order of `users`, and its own figures. */
export interface PeerLists {
  readonly users: readonly number[];
  readonly lists: Readonly<Partial<Record<'ex' | 'in' | 'last', readonly (readonly number[])[]>>>;
  readonly figures: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Makes the virtual environment. @returns whether the peers are there */
export function installPeers(): boolean {
  if (run(PYTHON, ['-c', 'import implicit, pandas, scipy'])) return true;
  const made =
    run('python3', ['-m', 'venv', VENV]) && run(PYTHON, ['-m', 'pip', 'install', '--quiet', ...PACKAGES]);
  if (!made) {
    console.error('quality: the peers cannot be installed from PyPI; only our figures follow');
    rmSync(VENV, { recursive: true, force: true });
  }
  return made;
}

const run = (program: string, options: readonly string[]): boolean =>
  spawnSync(program, options, { stdio: 'ignore' }).status === 0;

/** A peer's lists, made once and kept under peers-out. @param split another than the data set's own */
export function peerLists(peers: string, name: DatasetName, method: string, split?: Split): PeerLists {
  const moved = split ? [split.cut / 1000, split.until / 1000].map(String) : [];
  const file = join(OUT, 'lists', `${[name, method, ...moved].join('.')}.json`);
  if (!existsSync(file)) {
    mkdirSync(join(OUT, 'lists'), { recursive: true });
    const script = join(ROOT, 'bench/peers/quality.py');
    const env = { ...process.env, PEERS_OUT: OUT };
    const { status, stderr } = spawnSync(PYTHON, [script, peers, name, method, file, ...moved], {
      env,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${method} on ${name} ended with ${status}: ${stderr.slice(-2000)}`);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as PeerLists;
}
