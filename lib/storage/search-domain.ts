import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  AccountRootPrincipal,
  AnyPrincipal,
  Effect,
  PolicyDocument,
  PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import { CfnDomain } from 'aws-cdk-lib/aws-opensearchservice';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { appStackName } from '../naming.ts';
import type { Network, SearchSize, Stage } from '../stages.ts';

const ENGINE = 'OpenSearch_2.19';
const HTTPS = 443;

/**
 * The search domain: encrypted at rest and between its nodes, HTTPS only, and open to the roles of our functions
 * alone. What is in it can be made again from the items table and the popularity files, so that it is never retained.
 */
export class SearchDomain extends Construct {
  readonly domain: CfnDomain;
  /** What a function in the VPC belongs to, so that the domain lets it in. */
  readonly clients: CfnSecurityGroup | undefined;

  constructor(scope: Construct, id: string, stage: Stage, size: SearchSize) {
    super(scope, id);
    const { network } = stage;
    this.clients = network === 'public-endpoint' ? undefined : this.clientsIn(network);
    this.domain = new CfnDomain(this, 'Domain', {
      engineVersion: ENGINE,
      clusterConfig: clusterOf(size),
      ebsOptions: { ebsEnabled: true, volumeType: 'gp3', volumeSize: size.volumeGb },
      encryptionAtRestOptions: { enabled: true },
      nodeToNodeEncryptionOptions: { enabled: true },
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' },
      accessPolicies: this.onlyOurRoles(stage),
      // A bulk cannot name another index than the one in its path, by which rights are given.
      advancedOptions: { 'rest.action.multi.allow_explicit_index': 'false' },
      ...this.placeOf(network, size),
    });
    this.domain.applyRemovalPolicy(RemovalPolicy.DESTROY);
    // An upgrade in place instead of a new, empty domain.
    this.domain.cfnOptions.updatePolicy = { enableVersionUpgrade: true };
    acknowledge(this, REASONS);
  }

  /**
   * Everybody else is denied, whatever their own policies say; of our roles each still needs its own policy
   * (lib/access.ts). The roles are known by the name of the stack that makes them, for that is deployed later.
   */
  private onlyOurRoles(stage: Stage): PolicyDocument {
    const ours = Stack.of(this).formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName: `${appStackName(stage)}-*`,
    });
    // A domain's policy is about this domain: "*" is all of it.
    const all = { actions: ['es:ESHttp*'], resources: ['*'] };
    return new PolicyDocument({
      statements: [
        new PolicyStatement({
          ...all,
          principals: [new AccountRootPrincipal()],
          conditions: { ArnLike: { 'aws:PrincipalArn': ours } },
        }),
        new PolicyStatement({
          ...all,
          effect: Effect.DENY,
          principals: [new AnyPrincipal()],
          conditions: { ArnNotLike: { 'aws:PrincipalArn': ours } },
        }),
      ],
    });
  }

  private clientsIn({ vpcId }: Network): CfnSecurityGroup {
    return new CfnSecurityGroup(this, 'Clients', {
      groupDescription: 'functions that ask the search domain',
      vpcId,
    });
  }

  private placeOf(network: Stage['network'], { zones }: SearchSize) {
    if (network === 'public-endpoint' || this.clients === undefined) return {};
    const inbound = new CfnSecurityGroup(this, 'Inbound', {
      groupDescription: 'the search domain: HTTPS from our functions',
      vpcId: network.vpcId,
      securityGroupIngress: [
        {
          ipProtocol: 'tcp',
          fromPort: HTTPS,
          toPort: HTTPS,
          sourceSecurityGroupId: this.clients.attrGroupId,
          description: 'functions of ours',
        },
      ],
    });
    return {
      vpcOptions: {
        subnetIds: network.subnetIds.slice(0, zones),
        securityGroupIds: [inbound.attrGroupId],
      },
    };
  }
}

function clusterOf({ instanceType, nodes, zones }: SearchSize): CfnDomain.ClusterConfigProperty {
  const base = { instanceType, instanceCount: nodes, dedicatedMasterEnabled: false };
  if (zones === 1) return { ...base, zoneAwarenessEnabled: false };
  return { ...base, zoneAwarenessEnabled: true, zoneAwarenessConfig: { availabilityZoneCount: zones } };
}

const SLOW_LOGS =
  'functions measure every search themselves (SearchTime, SearchFailures); slow logs would say it again and be paid for';

/** Findings of cdk-nag, and the design fact that makes each right. */
const REASONS = {
  'AwsSolutions-OS1':
    'a VPC is a choice of the first deploy (-c vpcId=…, docs/search.md); by default every request is signed and of our roles, which costs no NAT and no endpoints',
  'AwsSolutions-OS3':
    'functions have no fixed addresses; the policy allows our roles and denies everybody else',
  'AwsSolutions-OS4':
    'the data nodes elect their manager among themselves: up to three of them, and the index can be made again',
  'AwsSolutions-OS5': 'the policy denies whoever is not one of our roles, so anonymous requests too',
  'AwsSolutions-OS7': 'the smallest stages have one node; snapshots in DynamoDB serve while it is away',
  'AwsSolutions-OS9[LogExport::SEARCH_SLOW_LOGS]': SLOW_LOGS,
  'AwsSolutions-OS9[LogExport::INDEX_SLOW_LOGS]': SLOW_LOGS,
};
