import { gunzipSync, gzipSync } from 'node:zlib';
import { importedEventsKey } from '../../contract/storage-keys.ts';
import type { ArchivedEvent } from '../../domain/events/event.ts';
import type { ModelItem } from '../../domain/ports.ts';
import { assembleTogether } from '../../functions/batch/assemble-together.ts';
import { countTogether } from '../../functions/batch/count-together.ts';
import { gateModels } from '../../functions/batch/gate-models.ts';
import { planTogether } from '../../functions/batch/plan-together.ts';
import { prepareEvents } from '../../functions/batch/prepare-events.ts';
import { publishModel } from '../../functions/batch/publish-model.ts';
import type { CountCosts } from '../../functions/batch/together-changes.ts';
import { type MemoryPorts, memoryPorts } from './memory-ports.ts';

export const RUN = 'together-20261123T090000000Z-00000a';
export const NOW = Date.parse('2026-11-23T09:00:00.000Z');
const clock = () => NOW;

/** Puts events into the archive as import writes them: each list is one file. */
export async function archive(
  ports: MemoryPorts,
  files: readonly (readonly ArchivedEvent[])[],
): Promise<void> {
  for (const [part, events] of files.entries()) {
    const lines = events.map((one) => `${JSON.stringify(one)}\n`).join('');
    const key = importedEventsKey('2026-11-23T09:00:00.000Z', 'test', part);
    await ports.archive.put(key, gzipSync(lines));
  }
}

/** The state machine of the together job as a loop. */
export async function countModels(
  ports: MemoryPorts,
  parameters: Record<string, unknown>,
  runId = RUN,
  costs?: CountCosts,
) {
  const input = { runId, job: 'together', parameters };
  const planned = await planTogether(input, ports, clock);
  for (const part of planned.parts) await prepareEvents({ ...input, part }, ports, clock);
  const assembled = await assembleTogether(input, ports, clock, undefined, costs);
  for (const part of assembled.parts) await countTogether({ ...input, part }, ports, clock);
  return assembled;
}

export async function gateAndPublish(ports: MemoryPorts, input: Parameters<typeof gateModels>[0]) {
  const gated = await gateModels(input, ports, clock);
  for (const model of gated.models) await publishModel({ ...input, model }, ports, clock);
  return gated;
}

export async function runTogether(
  files: readonly (readonly ArchivedEvent[])[],
  parameters: Record<string, unknown>,
  ports = memoryPorts(),
) {
  await archive(ports, files);
  await countModels(ports, parameters);
  return ports;
}

/** The rows of a model as its files hold them. */
export function rowsOf(ports: MemoryPorts, model: string, runId = RUN): Map<string, readonly ModelItem[]> {
  const files = ports.artefacts.keys(`models/${model}/${runId}/`).filter((key) => key.endsWith('.gz'));
  const lines = files.flatMap((key) =>
    gunzipSync(ports.artefacts.objects.get(key)!).toString('utf8').split('\n').filter(Boolean),
  );
  const rows = lines.map((line) => JSON.parse(line) as { key: string; items: readonly ModelItem[] });
  return new Map(rows.map(({ key, items }) => [key, items]));
}
