/**
 * `npm start -- --once` with the sample market, from the command to the printed page: without a folder of state, and
 * the second time with one.
 *
 *     node bench/start.ts
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { report } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'jangteo-start-'));
try {
  report('start with the sample market', timeOf([]), 's');
  timeOf(['--data', folder]);
  report('start again with --data', timeOf(['--data', folder]), 's');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function timeOf(options: readonly string[]): number {
  const from = performance.now();
  const command = [join(import.meta.dirname, '..', 'cli', 'start.ts'), '--once', ...options];
  execFileSync(process.execPath, command, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PORT: '3999' },
  });
  return (performance.now() - from) / 1000;
}
