import type { Nothing, Planned } from '../../contract/batch.ts';
import { replayReportKey, replayTallyKey } from '../../contract/replays.ts';
import type { Clock } from '../../domain/ports.ts';
import { reportOf, type Tally, united } from '../../domain/replay/tally.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import type { Stores } from '../runtime/ports.ts';
import { getJson, putJson } from './run-files.ts';
import { runStep } from './step.ts';

const READS_AT_A_TIME = 16;

/** Last step of the replay job: adds up what the parts found, into a report and the run's counts. */
export async function finishReplay(
  { parts, ...input }: Planned,
  { artefacts, runs }: Pick<Stores, 'artefacts' | 'runs'>,
  clock: Clock,
): Promise<Nothing> {
  return runStep('finish-replay', input, runs, clock, async () => {
    const { runId, parameters } = input;
    const tallies = await inParallel(parts, READS_AT_A_TIME, (part) =>
      getJson<Tally>(artefacts, replayTallyKey(runId, part)),
    );
    const report = reportOf(united(tallies));
    await putJson(artefacts, replayReportKey(runId), { runId, parameters, ...report });
    const { emptied: _, sectionsEmptied, hitRate, ...counts } = report;
    return {
      result: {},
      counts: {
        ...counts,
        sectionsEmptied: Object.values(sectionsEmptied).reduce((sum, count) => sum + count, 0),
        hitRateNow: hitRate.now,
        hitRateProposed: hitRate.proposed,
      },
    };
  });
}
