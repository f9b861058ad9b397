import { LocalError, messageOf } from '../errors.ts';
import type { World } from '../world.ts';
import type { AssemblyStack } from './assembly.ts';
import { type PlannedResource, type Shared, StackTemplate } from './template.ts';

/** Makes everything that the stacks describe, in their order; gives their outputs. */
export async function deploy(
  stacks: readonly AssemblyStack[],
  world: World,
  port: number,
): Promise<Record<string, Record<string, string>>> {
  const shared: Shared = { exports: new Map() };
  const outputs: Record<string, Record<string, string>> = {};
  for (const stack of stacks) outputs[stack.name] = await deployStack(stack, world, shared, port);
  for (const api of world.apis.values()) api.ready();
  return outputs;
}

async function deployStack(
  stack: AssemblyStack,
  world: World,
  shared: Shared,
  port: number,
): Promise<Record<string, string>> {
  const template = new StackTemplate(stack, world, shared);
  for (const id of template.apis()) await world.addApi(id).listen(world.apis.size === 1 ? port : 0);
  const planned = template.plan();
  world.resources.push(...planned.map(({ ref }) => ref));
  const phases = Map.groupBy(planned, ({ kind }) => kind.phase);
  for (const phase of [...phases.keys()].sort((a, b) => a - b)) {
    await allSettled((phases.get(phase) ?? []).map((planned) => create(planned, world)));
  }
  return template.outputs();
}

/** Makes one resource; what goes wrong names it. */
async function create({ ref, kind, properties }: PlannedResource, world: World): Promise<void> {
  try {
    await kind.create?.(ref, properties(), world);
  } catch (error) {
    if (error instanceof LocalError) throw error;
    const where = `stack ${ref.stack}, resource ${ref.logicalId} (${ref.type})`;
    throw new LocalError('CreateFailed', `${where}: ${messageOf(error)}`, error);
  }
}

/** Waits for all of them also when one fails, so that nothing goes on behind the error. */
async function allSettled(promises: Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(promises);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
