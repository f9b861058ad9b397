import { describe, expect, it } from 'vitest';
import { startLocal } from '../../../local/index.ts';
import { lambda, type Resources, writeAssembly } from './fixture.ts';

const refusal = async (
  resources: Resources,
  outputs = {},
  bundles: Record<string, string> = { f: 'export const handler = async () => 1;' },
) => {
  const cloud = await startLocal({
    assembly: writeAssembly({ App: { resources, outputs } }, bundles),
    port: 0,
    log: () => {},
  }).catch((error: Error) => error);
  if (cloud instanceof Error) return cloud.message;
  await cloud.stop();
  return 'nothing was refused';
};

const machine = (states: object): Resources => ({
  Machine: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: { DefinitionString: JSON.stringify({ StartAt: 'Only', States: states }) },
  },
});
const task = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'f' },
  End: true,
};

describe('what is not known is refused by name', () => {
  it.each<[string, Resources, RegExp]>([
    [
      'a type',
      { Cluster: { Type: 'AWS::ECS::Cluster' } },
      /stack App, resource Cluster \(AWS::ECS::Cluster\).*type is not known/,
    ],
    [
      'a property',
      { Bucket: { Type: 'AWS::S3::Bucket', Properties: { WebsiteConfiguration: { IndexDocument: 'i' } } } },
      /resource Bucket.*property WebsiteConfiguration/,
    ],
    [
      'a property deep down',
      { F: lambda('f', { Environment: { Variables: {}, Secrets: {} } }) },
      /property Environment.Secrets/,
    ],
    [
      'a property in a list',
      {
        T: {
          Type: 'AWS::Events::Rule',
          Properties: {
            ScheduleExpression: 'rate(1 day)',
            Targets: [{ Id: 'a', Arn: 'b', EcsParameters: { TaskCount: 1 } }],
          },
        },
      },
      /property Targets.EcsParameters/,
    ],
    [
      'a reference',
      { T: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'Nobody' } } } },
      /"Nobody", which is neither a resource nor a parameter/,
    ],
    [
      'a function',
      { T: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Magic': 'x' } } } },
      /Fn::Magic is not known/,
    ],
    [
      'a dynamic reference',
      { F: lambda('f', { Environment: { Variables: { A: '{{resolve:acm:x}}' } } }) },
      /\{\{resolve:acm:x\}\} cannot be resolved/,
    ],
    [
      'a runtime',
      { F: lambda('f', { Runtime: 'python3.13' }) },
      /property Runtime: got "python3.13", allowed is nodejs/,
    ],
    ['a missing bundle', { F: lambda('g') }, /no asset g.zip/],
    [
      'too much environment',
      { F: lambda('f', { Environment: { Variables: { A: 'x'.repeat(4100) } } }) },
      /environment variables take \d+ bytes, allowed are 4096/,
    ],
    [
      'a reserved variable',
      { F: lambda('f', { Environment: { Variables: { AWS_REGION: 'x' } } }) },
      /AWS_REGION is reserved/,
    ],
    [
      'a batcher',
      machine({
        Only: {
          Type: 'Map',
          ItemBatcher: { MaxItemsPerBatch: 2 },
          ItemProcessor: { StartAt: 'A', States: { A: task } },
          End: true,
        },
      }),
      /state Only: ItemBatcher is not supported/,
    ],
    [
      'JSONata',
      machine({ Only: { ...task, QueryLanguage: 'JSONata' } }),
      /state Only: got QueryLanguage "JSONata", allowed is JSONPath/,
    ],
    [
      'a service integration',
      machine({ Only: { ...task, Resource: 'arn:aws:states:::dynamodb:getItem' } }),
      /state Only: got the resource arn:aws:states:::dynamodb:getItem/,
    ],
    ['an authorizer', { A: { Type: 'AWS::ApiGatewayV2::Authorizer' } }, /AWS::ApiGatewayV2::Authorizer/],
    [
      'a schedule',
      { T: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'every day' } } },
      /got the schedule every day/,
    ],
  ])('%s', async (_, resources, message) => {
    expect(await refusal(resources)).toMatch(message);
  });

  it('a folder that is no assembly', async () => {
    await expect(startLocal({ assembly: '/nowhere', port: 0 })).rejects.toThrow(
      'the cloud assembly has no file /nowhere/manifest.json',
    );
  });

  it('but not what is listed as meaningless', async () => {
    const resources: Resources = {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Anything: 1 } } },
      Alarm: { Type: 'AWS::CloudWatch::Alarm' },
      Table: {
        Type: 'AWS::S3::Bucket',
        Properties: { Tags: [{ Key: 'a', Value: 'b' }], BucketEncryption: { A: { Ref: 'Nobody' } } },
      },
    };
    expect(await refusal(resources)).toBe('nothing was refused');
  });
});
