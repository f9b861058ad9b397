import { describe, expect, it } from 'vitest';
import { functionOf, resourcesOf, rightsOf, templatesOf } from './synth.ts';

const { app } = templatesOf('dev');
const CONSUMERS = ['streaming/record-actors', 'streaming/archive-events', 'streaming/index-items'] as const;
/** By the partition key, so that what cannot be parsed reaches them too. */
const TAKEN = {
  'streaming/record-actors': ['u#', 'c#', 'i#'],
  'streaming/archive-events': ['u#', 'c#'],
  'streaming/index-items': ['i#'],
};

const mappingOf = (name: (typeof CONSUMERS)[number]) => {
  const { id } = functionOf(app, name);
  const found = resourcesOf(app, 'AWS::Lambda::EventSourceMapping').find(
    ([, { Properties }]) => Properties.FunctionName.Ref === id,
  );
  return found?.[1].Properties;
};
const failuresOf = (name: Parameters<typeof mappingOf>[0]) =>
  mappingOf(name).DestinationConfig.OnFailure.Destination['Fn::GetAtt'][0] as string;

describe.each(CONSUMERS)('%s', (name) => {
  it('takes its kinds by their partition key', () => {
    const [filter, ...more] = mappingOf(name).FilterCriteria.Filters;
    expect(more).toEqual([]);
    expect(JSON.parse(filter.Pattern)).toEqual({ partitionKey: TAKEN[name].map((prefix) => ({ prefix })) });
  });

  it('reports which records failed', () => {
    expect(mappingOf(name).FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  });

  it('begins with the oldest record there is', () => {
    expect(mappingOf(name).StartingPosition).toBe('TRIM_HORIZON');
  });

  it('has a failure queue of its own, to which it may send', () => {
    expect(rightsOf(app, name)).toContain(`sqs:SendMessage ${failuresOf(name)}`);
  });
});

describe('record-actors', () => {
  it('halves a failing batch and gives up on a record after 60 attempts or an hour', () => {
    expect(mappingOf('streaming/record-actors')).toMatchObject({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 60,
      MaximumRecordAgeInSeconds: 3600,
    });
  });

  it('waits for nothing, so that the next recommendation sees the action', () => {
    expect(mappingOf('streaming/record-actors').MaximumBatchingWindowInSeconds).toBe(0);
  });
});

describe('index-items', () => {
  it('waits a day for the cluster, and for nothing else', () => {
    expect(mappingOf('streaming/index-items')).toMatchObject({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: 86_400,
      MaximumBatchingWindowInSeconds: 0,
    });
  });

  it('is not there without search', () => {
    const { app: small } = templatesOf('small');
    expect(() => functionOf(small, 'streaming/index-items')).toThrow('no function is described');
    expect(resourcesOf(small, 'AWS::Lambda::EventSourceMapping')).toHaveLength(2);
  });
});

describe('archive-events', () => {
  it('gives up on nothing while the stream keeps it', () => {
    expect(mappingOf('streaming/archive-events')).toMatchObject({
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
      BisectBatchOnFunctionError: false,
    });
  });

  it('collects for as long as the stage says', () => {
    expect(mappingOf('streaming/archive-events').MaximumBatchingWindowInSeconds).toBe(5);
  });
});

describe('failure queues', () => {
  it('are encrypted, keep for two weeks and refuse requests without TLS', () => {
    const queues = resourcesOf(app, 'AWS::SQS::Queue');
    expect(queues.map(([id]) => id)).toContain(failuresOf('streaming/record-actors'));
    for (const [, { Properties }] of queues) {
      expect(Properties).toEqual({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 86_400 });
    }
    for (const [id] of queues) {
      const policy = resourcesOf(app, 'AWS::SQS::QueuePolicy').find(([, { Properties }]) =>
        Properties.Queues.some((queue: { Ref: string }) => queue.Ref === id),
      );
      expect(JSON.stringify(policy)).toContain('"aws:SecureTransport":"false"');
    }
  });
});
