import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PHASE, type ResourceKind } from '../deploy/kind.ts';
import { Queue } from '../queues.ts';
import type { World } from '../world.ts';

const arnOf = (name: string, world: World) => world.arn('sqs', name);

function fileOf(name: string, world: World): string | undefined {
  const directory = world.kept('queues');
  if (directory === undefined) return undefined;
  mkdirSync(directory, { recursive: true });
  return join(directory, `${name}.json`);
}

/** AWS::SQS::Queue, as a destination of failures. */
export const queue: ResourceKind = {
  properties: ['QueueName', 'FifoQueue', 'ContentBasedDeduplication', 'DelaySeconds', 'MaximumMessageSize'],
  nameProperty: 'QueueName',
  longest: 80,
  phase: PHASE.storage,
  ref: (name, _, world) => `https://sqs.${world.region}.amazonaws.com/${world.account}/${name}`,
  attribute: (name, attribute, _, world) => {
    const attributes: Record<string, string> = {
      Arn: arnOf(name, world),
      QueueName: name,
      QueueUrl: `https://sqs.${world.region}.amazonaws.com/${world.account}/${name}`,
    };
    return attributes[attribute];
  },
  create: ({ name: url }, _, world) => {
    const name = url.split('/').at(-1) ?? url;
    world.queues.set(arnOf(name, world), new Queue(name, arnOf(name, world), fileOf(name, world)));
  },
};
