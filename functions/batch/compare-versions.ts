import type { Comparison } from '../../domain/models/gate.ts';
import { hitsOf, type Probe } from '../../domain/models/probes.ts';
import { compareTops, type Tops } from '../../domain/models/tops.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import type { Channel } from '../../domain/together/parameters.ts';
import type { StoredManifest } from './model-files.ts';
import { readTops, sampled } from './model-tops.ts';
import type { Probes } from './probe-events.ts';

/** How the tops of a version differ from the last good one's, and what each foresaw; and the last one's keys. */
export async function compare(
  next: StoredManifest,
  last: StoredManifest,
  probes: Probes,
  artefacts: ObjectStore,
): Promise<{ readonly keys: readonly string[]; readonly comparison: Comparison }> {
  const steps = await stepsFor(next, probes);
  const asked = new Set(steps.map(({ from }) => from));
  const inSample = sampled(last);
  const wanted = (key: string) => inSample(key) || asked.has(key);
  const before = await readTops(last, wanted, artefacts);
  const { tops } = await readTops(next, wanted, artefacts);
  const comparison = {
    tops: compareTops(tops, new Map([...before.tops].filter(([key]) => inSample(key)))),
    otherRules: rulesOf(next) !== rulesOf(last),
    ...(steps.length > 0 && { probed: probe(steps, tops, before.tops) }),
  };
  return { keys: before.keys, comparison };
}

/** Those of the kind and channel that the model is of, as its manifest says. */
async function stepsFor({ manifest }: StoredManifest, probes: Probes): Promise<readonly Probe[]> {
  const { kinds, channels } = (manifest.parameters ?? {}) as { kinds?: unknown; channels?: unknown };
  if (manifest.kind !== 'item-to-items' || !Array.isArray(kinds) || !Array.isArray(channels)) return [];
  return probes(String(kinds[0]), channels[0] as Channel);
}

const probe = (steps: readonly Probe[], tops: Tops, lastTops: Tops) => ({
  probes: steps.length,
  hits: hitsOf(steps, tops),
  lastHits: hitsOf(steps, lastTops),
});

/** Parameters that say which rows a version has, without those that change from run to run by themselves. */
function rulesOf({ manifest }: StoredManifest): string {
  const { asOf, units, force, publishTolerance, continuous, incremental, ...rules } =
    manifest.parameters ?? {};
  return JSON.stringify(Object.entries(rules).sort(([a], [b]) => (a < b ? -1 : 1)));
}
