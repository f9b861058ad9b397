import { type ActivationPlan, planActivation } from '../../domain/models/versions.ts';
import type { ModelPointer, ModelVersion } from '../../domain/ports.ts';
import { type ApiContext, type ApiReply, type ApiRequest, ok } from '../runtime/api.ts';
import { launch } from '../runtime/launch.ts';
import { Problem, preview } from '../runtime/problems.ts';

type Target = { readonly name: string; readonly version: string };

/** GET /models */
export async function listModels(_request: ApiRequest, { stores }: ApiContext): Promise<ApiReply> {
  const pointers = await stores.models.pointers();
  const versions = await Promise.all(pointers.map(({ model }) => stores.models.versions(model)));
  const models = pointers.map((pointer, index) => shownModel(pointer, versions[index]!));
  return ok({ models: models.sort((a, b) => (a.name < b.name ? -1 : 1)) });
}

function shownModel(
  { model, activeVersion, previousVersion }: ModelPointer,
  versions: readonly ModelVersion[],
) {
  const shown = versions.map(({ model: _model, ...version }) => version);
  return { name: model, active: activeVersion, previous: previousVersion, versions: shown };
}

/** POST /models/{name}/versions/{version}/activate: at once where rows are there, else by a run. */
export async function activateModel(
  { params, now }: ApiRequest<{ params: Target; query: unknown; body: unknown }>,
  context: ApiContext,
): Promise<ApiReply> {
  const { models } = context.stores;
  const [pointer, versions] = await Promise.all([models.pointer(params.name), models.versions(params.name)]);
  if (!versions.some(({ version }) => version === params.version)) throw unknown(params);
  const plan = planActivation(pointer, versions, params.version);
  return carryOut(plan, pointer, params, now, context);
}

async function carryOut(
  plan: ActivationPlan,
  pointer: ModelPointer | undefined,
  target: Target,
  now: number,
  context: ApiContext,
): Promise<ApiReply> {
  if (plan.how === 'refused') throw new Problem(409, 'version-refused', plan.reason);
  if (plan.how === 'republish' || !pointer) return republish(target, now, context);
  if (plan.how === 'none') return ok({ ...target, previous: pointer.previousVersion });
  await flip(pointer, target.version, plan.ordinal, context);
  return ok({ ...target, previous: pointer.activeVersion });
}

/** Of two who flip at once, one is told so. */
async function flip(
  pointer: ModelPointer,
  version: string,
  ordinal: number,
  { stores }: ApiContext,
): Promise<void> {
  await stores.models.activate(pointer, version, ordinal).catch((cause: unknown) => {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'pointer-moved')) throw cause;
    const detail = `another version of ${pointer.model} was activated meanwhile; look at GET /v1/models`;
    throw new Problem(409, 'pointer-moved', detail, { cause });
  });
}

/** Forced: whoever goes back to a version knows that it differs from the present one. */
async function republish(target: Target, now: number, context: ApiContext): Promise<ApiReply> {
  const { runId, started } = await launch('publish-model', { ...target, force: true }, now, context);
  if (started || (await publishes(runId, target, context)))
    return { status: 202, body: { ...target, runId } };
  throw new Problem(409, 'job-busy', `run ${runId} is publishing another version; try again when it ends`, {
    members: { runId },
  });
}

async function publishes(runId: string, target: Target, { stores }: ApiContext): Promise<boolean> {
  const parameters = (await stores.runs.read(runId))?.run.parameters;
  return parameters?.name === target.name && parameters.version === target.version;
}

const unknown = ({ name, version }: Target): Problem =>
  new Problem(404, 'unknown-version', `no such version: ${preview(version)} of model ${preview(name)}`);
