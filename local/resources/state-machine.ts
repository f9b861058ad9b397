import { readFileSync } from 'node:fs';
import { PHASE, type ResourceKind } from '../deploy/kind.ts';
import type { Properties } from '../deploy/properties.ts';
import { LocalError } from '../errors.ts';
import { shortName } from '../names.ts';
import { prepareDefinition } from '../states/definition.ts';
import { Machine } from '../states/machine.ts';
import { taskHandlers } from '../states/tasks.ts';
import type { World } from '../world.ts';

/** The definition as JSON text, wherever the template has it, with its substitutions made. */
function definitionOf(properties: Properties, world: World): string {
  const inline = properties.textOr('DefinitionString', undefined);
  const text =
    inline ??
    (properties.all.Definition === undefined
      ? asset(properties, world)
      : JSON.stringify(properties.all.Definition));
  const substitutions = properties.object('DefinitionSubstitutions');
  return text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (whole, name: string) =>
    name in substitutions ? String(substitutions[name]) : whole,
  );
}

function asset(properties: Properties, world: World): string {
  const key = properties.inner('DefinitionS3Location').text('Key');
  const source = world.options.assets(key);
  if (source === undefined)
    throw new LocalError('MissingAsset', `${properties.where}: the assembly has no asset ${key}`);
  return readFileSync(source, 'utf8');
}

const nameOf = (arn: string) => arn.split(':').at(-1) ?? arn;

/** AWS::StepFunctions::StateMachine. */
export const stateMachine: ResourceKind = {
  properties: [
    'StateMachineName',
    'StateMachineType',
    'DefinitionString',
    'Definition.**',
    'DefinitionS3Location.**',
    'DefinitionSubstitutions.**',
  ],
  nameProperty: 'StateMachineName',
  longest: 80,
  phase: PHASE.machines,
  ref: (name, _, world) => world.arn('states', `stateMachine:${name}`),
  attribute: (name, attribute, _, world) => {
    if (attribute === 'Arn') return world.arn('states', `stateMachine:${name}`);
    return attribute === 'Name' ? name : undefined;
  },
  create: (resource, properties, world) => {
    properties.oneOf('StateMachineType', ['STANDARD'], 'STANDARD');
    const { definition, tasks } = prepareDefinition(definitionOf(properties, world), properties.where);
    Machine.validate(definition, properties.where);
    const name = nameOf(resource.name);
    const start = (arn: string, input: unknown, as: string | undefined) =>
      world.machine(arn).start(JSON.stringify(input), as);
    const spec = {
      name,
      arn: resource.name,
      label: shortName(resource.path),
      definition,
      handlers: taskHandlers(tasks, world.functions, start),
      directory: world.kept('executions', name),
    };
    world.machines.set(resource.name, new Machine(spec, (record) => world.executionChanged(record)));
  },
};
