import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../../contract/functions.ts';
import { InvalidChoiceError } from '../../../lib/choices.ts';
import { addStacks, newApp } from '../../../lib/jangteo-app.ts';
import { functionOf, resourcesOf, rightsOf, templatesOf } from './synth.ts';

const VPC = { vpcId: 'vpc-1', subnetIds: 'subnet-a, subnet-b,subnet-c' };

function templatesWith(context: Record<string, unknown>) {
  process.env.CDK_VALIDATION = 'false';
  const { app, stage } = newApp({ context });
  const stacks = addStacks(app, stage, () => Code.fromInline('export const handler = () => 1;'));
  return { cdk: app, data: Template.fromStack(stacks.data), app: Template.fromStack(stacks.app) };
}
const domainOf = (template: Template) => {
  const [[, domain] = []] = resourcesOf(template, 'AWS::OpenSearchService::Domain');
  return domain;
};

describe.each(['dev', 'staging', 'prod'])('the search domain of %s', (stage) => {
  const { data } = templatesOf(stage);
  const properties = domainOf(data)?.Properties;

  it('is encrypted at rest, between its nodes and on the way', () => {
    expect(properties).toMatchObject({
      EngineVersion: 'OpenSearch_2.19',
      EncryptionAtRestOptions: { Enabled: true },
      NodeToNodeEncryptionOptions: { Enabled: true },
      DomainEndpointOptions: { EnforceHTTPS: true, TLSSecurityPolicy: expect.stringContaining('1-2') },
    });
  });

  it('lets in the roles of its own app stack, and denies everybody else', () => {
    const ours = JSON.stringify(properties.AccessPolicies.Statement[0].Condition.ArnLike);
    expect(ours).toContain(`:role/jangteo-${stage}-app-*`);
    expect(properties.AccessPolicies.Statement).toEqual([
      expect.objectContaining({ Effect: 'Allow', Condition: { ArnLike: JSON.parse(ours) } }),
      expect.objectContaining({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Condition: { ArnNotLike: JSON.parse(ours) },
      }),
    ]);
  });

  it('takes no bulk that names another index than its path', () => {
    expect(properties.AdvancedOptions).toEqual({ 'rest.action.multi.allow_explicit_index': 'false' });
  });

  it('is upgraded in place and never retained: the index can be made again', () => {
    expect(domainOf(data)).toMatchObject({
      DeletionPolicy: 'Delete',
      UpdatePolicy: { EnableVersionUpgrade: true },
    });
  });
});

describe('the functions that search', () => {
  const { app } = templatesOf('dev');
  const variablesOf = (name: (typeof FUNCTIONS)[number]) =>
    functionOf(app, name).Properties.Environment.Variables;

  it('are told the endpoint, and how an index is cut', () => {
    const told = FUNCTIONS.filter((name) => 'JANGTEO_SEARCH_ENDPOINT' in variablesOf(name));
    expect(told).toEqual([
      'streaming/index-items',
      'batch/count-popularity',
      'batch/plan-reindex',
      'batch/reindex-items',
      'batch/finish-reindex',
      'batch/start-due',
      'provider/recommend',
      'provider/export-pages',
      'provider/replay-pages',
      'provider/system',
    ]);
    for (const name of told)
      expect(JSON.parse(variablesOf(name).JANGTEO_SEARCH_INDEX)).toEqual({ shards: 1, replicas: 0 });
  });

  it('read by the paths of searches and counts alone', () => {
    const rights = rightsOf(app, 'provider/recommend').filter((right) => right.startsWith('es:'));
    expect(rights.map((right) => right.replace(/ .*?\//, ' '))).toEqual([
      'es:ESHttpPost jangteo-items/_count',
      'es:ESHttpPost jangteo-items/_search',
    ]);
  });

  it('lie in no VPC unless one was chosen', () => {
    for (const name of FUNCTIONS) expect(functionOf(app, name).Properties.VpcConfig).toBeUndefined();
    expect(resourcesOf(templatesOf('dev').data, 'AWS::EC2::SecurityGroup')).toEqual([]);
  });
});

describe('a stage without search', () => {
  it.each([{ stage: 'small' }, { stage: 'prod', search: 'none' }])('%j has no trace of it', (context) => {
    const { data, app } = templatesWith(context);
    expect(domainOf(data)).toBeUndefined();
    expect(JSON.stringify(app.toJSON())).not.toMatch(/JANGTEO_SEARCH|es:ESHttp|streaming\/index-items/);
    expect(resourcesOf(app, 'AWS::StepFunctions::StateMachine').map(([id]) => id)).toContainEqual(
      expect.stringContaining('reindex'),
    );
  });
});

describe('a VPC of the shop', () => {
  const { cdk, data, app } = templatesWith({ stage: 'staging', ...VPC });
  const groups = new Map(resourcesOf(data, 'AWS::EC2::SecurityGroup'));
  const idOf = (name: string) => [...groups.keys()].find((id) => id.includes(name));

  it('holds the domain in a subnet of each zone, open to our functions over HTTPS alone', () => {
    const inbound = groups.get(idOf('Inbound') ?? '')?.Properties;
    expect(domainOf(data)?.Properties.VPCOptions).toEqual({
      SubnetIds: ['subnet-a', 'subnet-b'],
      SecurityGroupIds: [{ 'Fn::GetAtt': [idOf('Inbound'), 'GroupId'] }],
    });
    expect(inbound.SecurityGroupIngress).toEqual([
      expect.objectContaining({
        FromPort: 443,
        ToPort: 443,
        SourceSecurityGroupId: { 'Fn::GetAtt': [idOf('Clients'), 'GroupId'] },
      }),
    ]);
  });

  it('holds the functions that ask it, and no others', () => {
    const placed = FUNCTIONS.filter((name) => functionOf(app, name).Properties.VpcConfig !== undefined);
    expect(placed).toEqual([
      'streaming/index-items',
      'batch/count-popularity',
      'batch/plan-reindex',
      'batch/reindex-items',
      'batch/finish-reindex',
      'batch/start-due',
      'provider/recommend',
      'provider/export-pages',
      'provider/replay-pages',
      'provider/system',
    ]);
    expect(functionOf(app, 'provider/recommend').Properties.VpcConfig).toMatchObject({
      SubnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
      SecurityGroupIds: [{ Ref: expect.stringContaining('searchsecuritygroup') }],
    });
  });

  it('leaves cdk-nag nothing to find', () => {
    cdk.synth();
    expect(new AwsSolutionsChecks(cdk).validateScope(cdk).violations).toEqual([]);
  });
});

describe('choices', () => {
  it.each([
    [{ search: 'yes' }, 'search "yes" cannot be chosen; allowed is none'],
    [{ vpcId: 'vpc-1' }, 'vpcId "vpc-1" with subnetIds undefined cannot be chosen'],
    [{ subnetIds: 'subnet-a' }, 'vpcId undefined with subnetIds "subnet-a" cannot be chosen'],
    [{ vpcId: 'my-vpc', subnetIds: 'subnet-a' }, 'allowed are vpcId=vpc-…'],
    [{ vpcId: 'vpc-1', subnetIds: 'subnet-a,b' }, 'allowed are vpcId=vpc-…'],
    [
      { stage: 'prod', vpcId: 'vpc-1', subnetIds: 'subnet-a,subnet-b' },
      'subnetIds names 2 subnets; the search domain of prod lies in 3 zones and wants one in each',
    ],
  ])('%j is refused in words', (context, words) => {
    expect(() => newApp({ context })).toThrow(InvalidChoiceError);
    expect(() => newApp({ context })).toThrow(words);
  });
});
