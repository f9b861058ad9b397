/**
 * How long `npm start` takes to Ready, dependencies installed: with the sample market, again on kept state,
 * and empty.
 *
 *     node bench/start-up.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report } from './support/figures.ts';
import { startSystem } from './support/started.ts';

const folder = mkdtempSync(join(tmpdir(), 'jangteo-bench-'));
await start('start: sample market into a new folder', 90, '--data', folder);
await start('start: again on that folder', 30, '--data', folder);
await start('start: in memory, with the sample market', 30);
await start('start: in memory, empty', 30, '--empty');
rmSync(folder, { recursive: true });

async function start(name: string, target: number, ...args: string[]): Promise<void> {
  const system = await startSystem(...args);
  report(name, system.seconds, 's', target);
  await system.stop();
}
