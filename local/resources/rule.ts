import { PHASE, type ResourceKind } from '../deploy/kind.ts';
import type { Properties } from '../deploy/properties.ts';
import { LocalError } from '../errors.ts';
import type { Target } from '../events/bus.ts';
import { compilePattern } from '../events/patterns.ts';
import { parseSchedule } from '../events/schedule.ts';
import type { World } from '../world.ts';

function checkTarget(arn: string, where: string, world: World): void {
  const service = arn.split(':')[2];
  if (service === 'lambda') world.functions.find(arn);
  else if (service === 'states') world.machine(arn);
  else if (service === 'sqs') world.queue(arn);
  else
    throw new LocalError(
      'UnknownTarget',
      `${where}: got the target ${arn}, allowed are functions, state machines and queues`,
    );
}

function targetOf(target: Properties, world: World): Target {
  const arn = target.text('Arn');
  checkTarget(arn, target.where, world);
  const transformer = target.inner('InputTransformer');
  const template = transformer.textOr('InputTemplate', undefined);
  const paths = Object.entries(transformer.object('InputPathsMap')).map(([name, path]) => [
    name,
    String(path),
  ]);
  return {
    id: target.text('Id'),
    arn,
    input: target.textOr('Input', undefined),
    inputPath: target.textOr('InputPath', undefined),
    transformer: template === undefined ? undefined : { template, paths: Object.fromEntries(paths) },
  };
}

/** AWS::Events::Rule on the default bus. */
export const rule: ResourceKind = {
  properties: [
    'Name',
    'EventPattern.**',
    'ScheduleExpression',
    'State',
    'EventBusName',
    'Targets.Id',
    'Targets.Arn',
    'Targets.Input',
    'Targets.InputPath',
    'Targets.InputTransformer.InputTemplate',
    'Targets.InputTransformer.InputPathsMap.**',
  ],
  nameProperty: 'Name',
  longest: 64,
  phase: PHASE.sources,
  attribute: (name, attribute, _, world) =>
    attribute === 'Arn' ? world.arn('events', `rule/${name}`) : undefined,
  create: ({ name }, properties, world) => {
    properties.oneOf('EventBusName', ['default'], 'default');
    const pattern = properties.all.EventPattern;
    const schedule = properties.textOr('ScheduleExpression', undefined);
    const made = {
      name,
      arn: world.arn('events', `rule/${name}`),
      targets: properties.objects('Targets').map((target) => targetOf(target, world)),
      ...(pattern !== undefined && { matches: compilePattern(pattern, properties.where) }),
    };
    const when = schedule === undefined ? undefined : parseSchedule(schedule, properties.where);
    if (properties.oneOf('State', ['ENABLED', 'DISABLED'], 'ENABLED') === 'DISABLED') return;
    if (pattern !== undefined) world.bus.add(made);
    if (when !== undefined) world.scheduler.add(when, () => world.bus.fire(made));
  },
};

/** AWS::Scheduler::Schedule. */
export const schedule: ResourceKind = {
  properties: [
    'Name',
    'ScheduleExpression',
    'ScheduleExpressionTimezone',
    'State',
    'Target.Arn',
    'Target.Input',
    'StartDate',
    'EndDate',
  ],
  nameProperty: 'Name',
  longest: 64,
  phase: PHASE.sources,
  attribute: (name, attribute, _, world) =>
    attribute === 'Arn' ? world.arn('scheduler', `schedule/default/${name}`) : undefined,
  create: ({ name }, properties, world) => {
    const target = properties.inner('Target');
    const arn = target.text('Arn');
    checkTarget(arn, target.where, world);
    const when = parseSchedule(
      properties.text('ScheduleExpression'),
      properties.where,
      properties.textOr('ScheduleExpressionTimezone', 'UTC'),
    );
    if (properties.oneOf('State', ['ENABLED', 'DISABLED'], 'ENABLED') === 'DISABLED') return;
    const from = Date.parse(properties.textOr('StartDate', '1970-01-01T00:00:00Z'));
    const to = Date.parse(properties.textOr('EndDate', '9999-01-01T00:00:00Z'));
    const fired = {
      name,
      arn: world.arn('scheduler', `schedule/default/${name}`),
      targets: [{ id: 'Target', arn, input: target.textOr('Input', undefined) }],
    };
    world.scheduler.add(when, () => {
      if (Date.now() >= from && Date.now() <= to) world.bus.fire(fired, 'aws.scheduler');
    });
  },
};
