/**
 * `npm run check`: everything about the sources that needs no run of the product. One line a check with its
 * time; what a failing one says stands below its line. Exits with 1 when any fails.
 */
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BINARIES = join(ROOT, 'node_modules', '.bin');
const SOURCES = [
  'bin',
  'lib',
  'functions',
  'domain',
  'adapters',
  'contract',
  'cli',
  'local',
  'bench',
  'test',
  'wasm',
];

const CHECKS: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  'format, lint': ['biome', 'ci', '--colors=off', '.'],
  types: ['tsc', '--project', '.'],
  'import rules': ['depcruise', '--config', '.dependency-cruiser.mjs', ...SOURCES],
  'dead code': ['knip', '--no-progress'],
  'synth, cdk-nag': ['node', 'test/arch/synth.ts'],
};

interface Outcome {
  readonly passed: boolean;
  readonly output: string;
}

function run([command, ...args]: readonly [string, ...string[]]): Promise<Outcome> {
  const PATH = BINARIES + delimiter + (process.env.PATH ?? '');
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, PATH, NO_COLOR: '1' },
    shell: process.platform === 'win32',
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    const done = (passed: boolean, more = '') =>
      resolve({ passed, output: Buffer.concat(chunks).toString('utf8') + more });
    child.on('error', (error) => done(false, `cannot run ${command}: ${error.message}`));
    child.on('close', (code) => done(code === 0));
  });
}

async function check(name: string, command: readonly [string, ...string[]]): Promise<boolean> {
  const start = performance.now();
  const { passed, output } = await run(command);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${passed ? 'ok  ' : 'FAIL'}  ${name.padEnd(16)} ${seconds.padStart(5)} s`);
  if (!passed) console.log(output.trimEnd().replace(/^/gm, '      '));
  return passed;
}

// Side by side: each uses about one processor, and each says its line when it is done.
const names = Object.keys(CHECKS);
const passed = await Promise.all(Object.entries(CHECKS).map(([name, command]) => check(name, command)));
const failed = names.filter((_, index) => passed[index] === false);
if (failed.length > 0) {
  console.log(`\n${failed.length} of ${names.length} checks failed: ${failed.join('; ')}`);
  process.exitCode = 1;
}
