import { Grant } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { SEARCH } from '../../contract/search.ts';
import { acknowledgeWildcards } from '../acknowledge.ts';
import type { JangteoFunction } from '../jangteo-function.ts';
import type { Network, SearchSize } from '../stages.ts';

/** read: searches and counts. write: those, documents, and the administration of our own indices. */
export type SearchAccess = 'read' | 'write';

/** The data stack's search domain, as the app stack knows it. */
export interface SharedSearch {
  readonly size: SearchSize;
  readonly endpoint: string;
  readonly domain: string;
  readonly arn: string;
  /** Where the functions that ask it lie, when that is a VPC. */
  readonly place: (Network & { readonly securityGroup: string }) | undefined;
}

/** Lets a function reach the index, and tells it where it is. */
export function bindSearch(fn: JangteoFunction, search: SharedSearch, access: SearchAccess): void {
  const { shards, replicas } = search.size;
  fn.setEnvironment('searchEndpoint', search.endpoint);
  fn.setEnvironment('searchIndex', JSON.stringify({ shards, replicas }));
  const path = (suffix: string) => `${search.arn}/${suffix}`;
  const { alias } = SEARCH;
  if (access === 'read') grant(fn, ['es:ESHttpPost'], [path(`${alias}/_search`), path(`${alias}/_count`)]);
  else {
    const arns = [path(`${alias}*`), path(`_alias/${alias}*`)];
    grant(
      fn,
      ['es:ESHttpGet', 'es:ESHttpHead', 'es:ESHttpPost', 'es:ESHttpPut'],
      [...arns, path('_aliases')],
    );
    acknowledgeWildcards(fn, arns, 'indices are made and named at run time (contract/search.ts)');
  }
  if (search.place) placeInVpc(fn, search.place);
}

/** Lets a function ask how the domain is. */
export function bindSearchHealth(fn: JangteoFunction, { domain, arn }: SharedSearch): void {
  fn.setEnvironment('searchDomain', domain);
  grant(fn, ['es:DescribeDomainHealth'], [arn]);
}

function grant(grantee: JangteoFunction, actions: string[], resourceArns: string[]): void {
  Grant.addToPrincipal({ grantee, actions, resourceArns }).assertSuccess();
}

/** Lambda's own needs for a place in a VPC: it makes and removes the function's network interfaces. */
const INTERFACES = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

function placeInVpc(fn: JangteoFunction, { subnetIds, securityGroup }: NonNullable<SharedSearch['place']>) {
  // Straight into the template: the construct wants to know zones and routes, which only the account knows.
  const resource = fn.lambda.node.defaultChild as CfnFunction;
  resource.vpcConfig = { subnetIds: [...subnetIds], securityGroupIds: [securityGroup] };
  grant(fn, INTERFACES, ['*']);
  acknowledgeWildcards(fn, ['*'], 'network interfaces are made by Lambda and cannot be named before');
}
