/**
 * Events a second: through the API (one stream shard), and by --archive with the rebuilding of the actors.
 * The events are those of the sample market.
 *
 *     node bench/import-rate.ts
 */
import { tmpdir } from 'node:os';
import { listSource } from '../cli/datasets/dataset.ts';
import { importSource } from '../cli/import/import.ts';
import { KINDS } from '../cli/import/kinds.ts';
import { followRun, startRun } from '../cli/runs.ts';
import { sampleMarket } from '../cli/sample/market.ts';
import { report, secondsSince } from './support/figures.ts';
import { startSystem } from './support/started.ts';

const now = Date.now();
const { events, items } = sampleMarket({ now });

await onNewSystem(async (load) => {
  const { taken, seconds } = await load('items', items, false);
  report('import: items through the API', taken / seconds, 'items/s');
  const sent = await load('events', events, false);
  report('import: events through the API', sent.taken / sent.seconds, 'events/s');
});
await onNewSystem(async (load, rebuild) => {
  const { taken, seconds } = await load('events', events, true);
  report('import: events by --archive, upload alone', taken / seconds, 'events/s');
  const from = performance.now();
  await rebuild();
  report('import: rebuild-actors over them', secondsSince(from), 's');
  report(
    'import: events by --archive, with rebuild-actors',
    taken / (seconds + secondsSince(from)),
    'events/s',
  );
});

type Load = (
  kind: 'events' | 'items',
  values: readonly unknown[],
  archive: boolean,
) => ReturnType<typeof importSource>;

async function onNewSystem(
  work: (load: Load, rebuild: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const { client, stop } = await startSystem('--empty');
  const output = { json: true, terminal: false, out: () => {}, err: () => {} };
  const load: Load = (kind, values, archive) =>
    importSource(listSource(kind, values), KINDS[kind], { client, output, folder: tmpdir(), archive, now });
  await work(load, async () => followRun(client, await startRun(client, 'rebuild-actors', {}), () => {}));
  await stop();
}
