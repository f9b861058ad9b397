import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { TABLES } from '../../../contract/tables.ts';
import { STAGES } from '../../../lib/stages.ts';
import { resourcesOf, stacksOf, templatesOf } from './synth.ts';

const { data } = templatesOf('dev');
const prod = templatesOf('prod').data;
const ofType = (type: string) => resourcesOf(data, type).map(([, { Properties }]) => Properties);
const bucket = (name: string) =>
  resourcesOf(data, 'AWS::S3::Bucket').find(([id]) => id.includes(name))?.[1].Properties;
const rules = (name: string) =>
  new Map<string, Record<string, unknown>>(
    bucket(name).LifecycleConfiguration.Rules.map((rule: { Id: string }) => [rule.Id, rule]),
  );

describe('the tables', () => {
  it('are those of the contract, with its keys', () => {
    const keys = ofType('AWS::DynamoDB::Table').map(({ KeySchema }) =>
      KeySchema.map((key: { AttributeName: string }) => key.AttributeName),
    );
    const wanted = Object.values(TABLES).map((table) => [
      table.partitionKey,
      ...('sortKey' in table ? [table.sortKey] : []),
    ]);
    expect(keys.sort()).toEqual(wanted.sort());
  });

  it('cost nothing while idle, and can be set back to any second of the last 35 days', () => {
    for (const table of ofType('AWS::DynamoDB::Table')) {
      expect(table.BillingMode).toBe('PAY_PER_REQUEST');
      expect(table.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true);
    }
  });

  it('let runs, feeds and what was seen expire, and nothing else', () => {
    const expiring = resourcesOf(data, 'AWS::DynamoDB::Table').filter(
      ([, table]) => table.Properties.TimeToLiveSpecification !== undefined,
    );
    expect(expiring.map(([id]) => id)).toEqual([
      expect.stringContaining('Actors'),
      expect.stringContaining('Runs'),
      expect.stringContaining('Feeds'),
    ]);
    for (const [, { Properties }] of expiring)
      expect(Properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
  });
});

describe('the buckets', () => {
  it('are encrypted, closed to the public, and refuse requests without TLS', () => {
    expect(ofType('AWS::S3::Bucket')).toHaveLength(2);
    for (const one of ofType('AWS::S3::Bucket')) {
      expect(one.BucketEncryption.ServerSideEncryptionConfiguration).toHaveLength(1);
      expect(Object.values(one.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    }
    data.allResourcesProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Action: 's3:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      },
    });
  });

  it('forget archived events by stage and keep what was rejected', () => {
    expect(rules('Archive').get('events/')).toMatchObject({
      Prefix: 'events/',
      ExpirationInDays: STAGES.dev.archiveDays,
    });
    expect([...rules('Archive').keys()].sort()).toEqual(['broken-uploads', 'events/']);
  });

  it('keep no old version of an archived event, so that an erased actor leaves no trace in one', () => {
    expect(bucket('Archive').VersioningConfiguration).toBeUndefined();
    expect(bucket('Artefacts').VersioningConfiguration).toEqual({ Status: 'Enabled' });
  });

  it('forget working files after a week, prepared events with the archive, and models by stage', () => {
    const days = (id: string) => rules('Artefacts').get(id)?.ExpirationInDays;
    expect(days('runs/')).toBe(7);
    expect(days('prepared/')).toBe(STAGES.dev.archiveDays);
    expect(days('models/')).toBe(STAGES.dev.modelDays);
    expect(rules('Artefacts').get('overwritten')?.NoncurrentVersionExpiration).toEqual({ NoncurrentDays: 7 });
  });
});

describe('the ingest stream', () => {
  it('is encrypted', () => {
    data.hasResourceProperties('AWS::Kinesis::Stream', {
      StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
    });
  });

  it('is one shard kept for a day in dev', () => {
    data.hasResourceProperties('AWS::Kinesis::Stream', {
      ShardCount: 1,
      RetentionPeriodHours: 24,
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
    });
  });

  it('grows by itself and is kept for a week in prod', () => {
    prod.hasResourceProperties('AWS::Kinesis::Stream', {
      RetentionPeriodHours: 168,
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    });
  });
});

describe('protection', () => {
  const HOLDING_DATA = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::Kinesis::Stream'];
  const policies = (template: typeof data) =>
    HOLDING_DATA.flatMap((type) => resourcesOf(template, type)).map(
      ([, { DeletionPolicy }]) => DeletionPolicy,
    );

  it('keeps all data of a protected stage when its stack is deleted', () => {
    expect(new Set(policies(prod))).toEqual(new Set(['Retain']));
    expect(stacksOf('prod').stacks.data.terminationProtection).toBe(true);
    for (const [, table] of resourcesOf(prod, 'AWS::DynamoDB::Table')) {
      expect(table.Properties.DeletionProtectionEnabled).toBe(true);
    }
  });

  it('lets go of dev', () => {
    expect(new Set(policies(data))).toEqual(new Set(['Delete']));
    expect(stacksOf('dev').stacks.data.terminationProtection).toBe(false);
  });
});

it('is the data stack that was agreed on', async () => {
  await expect(`${JSON.stringify(data.toJSON(), null, 2)}\n`).toMatchFileSnapshot(
    'golden/data.template.json',
  );
});
