/** `npm run bench [-- NAME…]`: runs the benchmarks one after another and prints their figures as a table. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BENCHES = [
  'arrange',
  'bundles',
  'clusters',
  'freshness',
  'incremental',
  'jobs',
  'kernel',
  'load',
  'popularity',
  'provider',
  'publish',
  'quality',
  'search',
  'seen',
  'start',
  'titles',
  'titles-cold',
  'together',
];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !BENCHES.includes(name));
if (unknown.length > 0) {
  console.error(`bench: no benchmark is called ${unknown.join(', ')}; there are ${BENCHES.join(', ')}`);
  process.exit(2);
}
const rows = (wanted.length > 0 ? wanted : BENCHES).flatMap(figuresOf);
const width = Math.max(...rows.map(({ name }) => name.length));
console.log();
for (const { name, value, unit } of rows)
  console.log(`${name.padEnd(width)}  ${String(value).padStart(10)}  ${unit}`);

function figuresOf(name: string): { name: string; value: number; unit: string }[] {
  console.log(`bench: ${name}`);
  const child = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (child.status !== 0) {
    console.error(`bench: ${name} failed with ${child.status ?? child.signal}`);
    process.exit(1);
  }
  return child.stdout
    .split('\n')
    .filter((line) => line.startsWith('{"name"'))
    .map((line) => JSON.parse(line));
}
