import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { FunctionName } from '../../../contract/functions.ts';
import { addStacks, newApp } from '../../../lib/jangteo-app.ts';

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template's properties are what the test says they are
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
}

/** Inline code in place of the bundles: templates are about everything else. */
const noCode = (name: FunctionName) => Code.fromInline(`export const handler = () => '${name}';`);

/** Both stacks of a stage, as constructs. The built-in template check takes 4 s and runs in `npm run check`. */
export function stacksOf(stageName: string) {
  process.env.CDK_VALIDATION = 'false';
  const { app, stage } = newApp({ context: { stage: stageName } });
  return { app, stage, stacks: addStacks(app, stage, noCode) };
}

const synthesized = new Map<string, { data: Template; app: Template }>();

/** Both templates of a stage, synthesized once. */
export function templatesOf(stageName: string): { data: Template; app: Template } {
  const known = synthesized.get(stageName);
  if (known !== undefined) return known;
  const { stacks } = stacksOf(stageName);
  const templates = { data: Template.fromStack(stacks.data), app: Template.fromStack(stacks.app) };
  synthesized.set(stageName, templates);
  return templates;
}

/** Resources of a template by logical id, of one type where it is given. */
export function resourcesOf(template: Template, type?: string): [string, Resource][] {
  const all = Object.entries(template.toJSON().Resources as Record<string, Resource>);
  return all.filter(([, resource]) => type === undefined || resource.Type === type);
}

/** The template's function of a contract name: its logical id and properties. */
export function functionOf(template: Template, name: FunctionName): { id: string } & Resource {
  const found = resourcesOf(template, 'AWS::Lambda::Function').find(
    ([, { Properties }]) => Properties.Description === name,
  );
  if (found === undefined) throw new Error(`no function is described as ${name}`);
  return { id: found[0], ...found[1] };
}

export interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Effect: string;
  readonly Condition?: unknown;
}

/** All statements of the role that a function has. */
export function statementsOf(template: Template, name: FunctionName): Statement[] {
  const role = functionOf(template, name).Properties.Role['Fn::GetAtt'][0] as string;
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([, policy]) => policy.Properties.Roles.some((one: { Ref: string }) => one.Ref === role))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement as Statement[]);
}

/**
 * What a function may do, readably: `dynamodb:GetItem items-table`, `s3:PutObject archive-bucket/rejected/*`.
 * Its own log group and resources of the same stack stand as their logical ids.
 */
export function rightsOf(template: Template, name: FunctionName): string[] {
  return statementsOf(template, name)
    .flatMap(({ Action, Resource, Condition }) =>
      [Action].flat().flatMap((action) => {
        const when = Condition === undefined ? '' : ` when ${JSON.stringify(Condition)}`;
        return [Resource].flat().map((resource) => `${action} ${shortName(template, resource)}${when}`);
      }),
    )
    .filter((right) => !right.startsWith('logs:'))
    .sort();
}

/** `/jangteo/dev/items-table` → items-table, a reference → its logical id, the rest of an ARN as it stands. */
function shortName(template: Template, resource: unknown): string {
  if (typeof resource === 'string') return resource.replace(/^(arn:|:.*:)$|^:[a-z0-9-]+:+/g, '');
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = resource as Record<string, unknown>;
  if (typeof Ref === 'string') return Ref.startsWith('AWS::') ? '' : parameterOf(template, Ref);
  if (Array.isArray(attribute)) return attribute[0] as string;
  if (!Array.isArray(join)) return JSON.stringify(resource);
  const parts = (join as [string, unknown[]])[1].map((part) => shortName(template, part)).join('');
  return parts.replace(/^.*:table\//, '');
}

function parameterOf(template: Template, id: string): string {
  const parameter = (template.toJSON().Parameters as Record<string, { Default?: string }>)[id];
  return parameter?.Default?.split('/').at(-1) ?? id;
}
