import { describe, expect, it } from 'vitest';
import { STAGES } from '../../../lib/stages.ts';
import { resourcesOf, templatesOf } from './synth.ts';

/** What the emulator in local/ reads; another type would be refused by it, and custom resources by us. */
const ORDINARY = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::DynamoDB::Table',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Kinesis::Stream',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::OpenSearchService::Domain',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SSM::Parameter',
  'AWS::StepFunctions::StateMachine',
];

/** Properties that fix a name which must be unique in an account. IAM policies are named within their role. */
const PHYSICAL_NAMES = [
  'TableName',
  'BucketName',
  'FunctionName',
  'QueueName',
  'RoleName',
  'TopicName',
  'StateMachineName',
  'LogGroupName',
  'AlarmName',
  'DomainName',
];
const NAMED_BY_NAME = ['AWS::Kinesis::Stream', 'AWS::Events::Rule'];
/** Here the property says which function is meant. */
const REFERRING = [
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
];

const both = (stage: string) => {
  const { data, app } = templatesOf(stage);
  return [...resourcesOf(data), ...resourcesOf(app)];
};

describe.each(Object.keys(STAGES))('the stacks of %s', (stage) => {
  it('are made of ordinary resources only', () => {
    const types = new Set(both(stage).map(([, { Type }]) => Type));
    expect([...types].filter((type) => !ORDINARY.includes(type))).toEqual([]);
  });

  it('fix no physical name, so that two stages live in one account', () => {
    const named = both(stage).filter(([, { Type, Properties = {} }]) => {
      const names = NAMED_BY_NAME.includes(Type) ? ['Name'] : PHYSICAL_NAMES;
      return !REFERRING.includes(Type) && names.some((name) => name in Properties);
    });
    expect(named).toEqual([]);
  });

  it('name their parameters by stage', () => {
    const names = resourcesOf(templatesOf(stage).data, 'AWS::SSM::Parameter').map(
      ([, { Properties }]) => Properties.Name as string,
    );
    // Seven tables, two buckets, a stream, and three of the search domain.
    expect(names).toHaveLength(stage === 'small' ? 10 : 13);
    for (const name of names) expect(name).toMatch(new RegExp(`^/jangteo/${stage}/[a-z-]+$`));
  });

  it('meet in parameters alone: what the app reads the data stack writes, and nothing is exported', () => {
    const { data, app } = templatesOf(stage);
    const written = resourcesOf(data, 'AWS::SSM::Parameter').map(([, { Properties }]) => Properties.Name);
    const read = Object.values(app.toJSON().Parameters as Record<string, { Type: string; Default: string }>)
      .filter(({ Type }) => Type === 'AWS::SSM::Parameter::Value<String>')
      .map(({ Default }) => Default)
      .filter((name) => !name.startsWith('/cdk-bootstrap/'));
    expect(read.sort()).toEqual(written.sort());
    for (const template of [data, app]) {
      expect(JSON.stringify(template.toJSON())).not.toMatch(/Fn::ImportValue|"Export"/);
    }
  });
});
