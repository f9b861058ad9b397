import { exportParameters } from '../../contract/api/runs.ts';
import type { Planned, RunInput } from '../../contract/batch.ts';
import { type ExportPlan, exportPlanKey, exportUsersKey } from '../../contract/exports.ts';
import { erasuresPrefix } from '../../contract/storage-keys.ts';
import type { ActorState } from '../../domain/identity/actor.ts';
import { userKey } from '../../domain/identity/owner.ts';
import type { Clock } from '../../domain/ports.ts';
import type { Erasures } from '../../domain/together/owners.ts';
import type { Stores } from '../runtime/ports.ts';
import { activeUsers } from './active-users.ts';
import { activeSince, type ExportSources } from './export-files.ts';
import { loadErasures } from './load-events.ts';
import { getJson, planKey, putJson } from './run-files.ts';
import { parseParameters } from './run-parameters.ts';
import { runStep } from './step.ts';
import { usersInFile } from './users-file.ts';

/** Pages that one child of the Map makes: seconds of work. */
const USERS_PER_PART = 1000;
/** Parts of a run as it should be; more users make larger ones. */
const PARTS = 5000;

type Ports = Pick<Stores, 'archive' | 'artefacts' | 'runs' | 'actors'>;

/** Second step of export-recommendations: whose pages are made, each user once, in order, a work list a part. */
export async function listExported(input: RunInput, ports: Ports, clock: Clock): Promise<Planned> {
  return runStep('list-exported', input, ports.runs, clock, async () => {
    const sources = await getJson<ExportSources>(ports.artefacts, planKey(input.runId));
    // Listed before they are read: one that comes between is heeded twice rather than not at all.
    const erasures: string[] = [];
    for await (const { key } of ports.archive.list(erasuresPrefix)) erasures.push(key);
    const users = await usersOf(input, sources, await loadErasures(ports.archive), ports);
    const size = Math.max(USERS_PER_PART, Math.ceil(users.length / PARTS));
    const parts = Array.from({ length: Math.ceil(users.length / size) }, (_, part) => part);
    for (const part of parts)
      await putJson(
        ports.artefacts,
        exportUsersKey(input.runId, part),
        users.slice(part * size, (part + 1) * size),
      );
    const plan: ExportPlan = { asOf: sources.asOf, erasures };
    await putJson(ports.artefacts, exportPlanKey(input.runId), plan);
    return {
      result: { ...input, parameters: withoutIds(input.parameters), parts },
      counts: { users: users.length },
    };
  });
}

/** The list lies in files now; every child of the Map would carry it otherwise. */
const withoutIds = (parameters: RunInput['parameters']) => ({
  ...parameters,
  actors: { users: 'all-active' },
});

async function usersOf(
  { parameters }: RunInput,
  { asOf, files }: ExportSources,
  erasures: Erasures,
  ports: Ports,
): Promise<string[]> {
  const { actors } = parseParameters(exportParameters, parameters);
  if (actors.users === 'all-active') {
    const end = Date.parse(asOf);
    return [...(await activeUsers(files, activeSince(end, actors), end, erasures, ports.artefacts))].sort();
  }
  const named =
    typeof actors.users === 'string' ? await usersInFile(actors.users, ports.artefacts) : actors.users;
  return withoutErased([...new Set(named)].sort(), erasures, ports);
}

/** Who was erased and came back has rows again. */
async function withoutErased(
  users: readonly string[],
  erasures: Erasures,
  { actors }: Ports,
): Promise<string[]> {
  const marked = users.map(userKey).filter((actor) => erasures.has(actor));
  const states = await actors.read(marked);
  return users.filter((user) => !erasures.has(userKey(user)) || isKnown(states.get(userKey(user))));
}

const isKnown = (state: ActorState | undefined): boolean =>
  state !== undefined &&
  (state.recent.length > 0 || state.purchases.length > 0 || Object.keys(state.profile).length > 0);
