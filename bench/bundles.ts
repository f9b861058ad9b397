/**
 * Size of each handler's bundle with the chunks it loads, and what loading it costs a new process: the time of
 * `import()` alone, smallest of 5 (a new Node process each).
 *
 *     node bench/bundles.ts
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENVIRONMENT } from '../contract/environment.ts';
import { FUNCTIONS } from '../contract/functions.ts';
import { bundle } from '../lib/bundle.ts';
import { report } from './report.ts';

const REPEATS = 5;
const folder = mkdtempSync(join(tmpdir(), 'jangteo-bundles-'));
const variables = Object.fromEntries(Object.values(ENVIRONMENT).map((name) => [name, '{}']));
try {
  bundle(folder);
  for (const name of FUNCTIONS) {
    const directory = join(folder, name);
    report(`bundle ${name}`, sizeOf(directory) / 1024, 'KiB');
    report(`init ${name}`, Math.min(...Array.from({ length: REPEATS }, () => initOf(directory))), 'ms');
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function sizeOf(directory: string): number {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function initOf(directory: string): number {
  const code = `const from = performance.now(); await import(${JSON.stringify(join(directory, 'index.mjs'))}); console.log(performance.now() - from); process.exit()`;
  const env = { ...process.env, ...variables, AWS_REGION: 'us-east-1' };
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { env, encoding: 'utf8' }),
  );
}
