import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Says why a finding of cdk-nag is meant, for a construct and all below it.
 * @param findings the rule's id → the design fact that makes it right
 */
export function acknowledge(scope: IConstruct, findings: Readonly<Record<string, string>>): void {
  const entries = Object.entries(findings).map(([id, reason]) => ({ id, reason }));
  Validations.of(scope).acknowledge(...entries);
}

/** Says why a policy may name exactly these resources with a wildcard; any other one is still a finding. */
export function acknowledgeWildcards(scope: IConstruct, arns: readonly string[], reason: string): void {
  const ids = arns.map((arn) => `AwsSolutions-IAM5[Resource::${flat(Stack.of(scope).resolve(arn))}]`);
  acknowledge(scope, Object.fromEntries(ids.map((id) => [id, reason])));
}

/** A resolved ARN as cdk-nag writes it: `arn:<AWS::Partition>:s3:::<Bucket>/*`. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::Join': join, 'Fn::GetAtt': attribute } = value as Record<string, unknown>;
  if (typeof Ref === 'string') return `<${Ref}>`;
  if (Array.isArray(attribute)) return `<${attribute.join('.')}>`;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(flat).join(join[0] as string);
  return JSON.stringify(value);
}
