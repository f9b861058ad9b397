import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogLine } from '../../../local/index.ts';

export type Resources = Record<
  string,
  {
    Type: string;
    Properties?: Record<string, unknown>;
    Metadata?: Record<string, string>;
    Condition?: string;
  }
>;

export interface FixtureStack {
  resources: Resources;
  outputs?: Record<string, unknown>;
  parameters?: Record<string, unknown>;
  dependsOn?: string[];
}

/** Writes a cloud assembly as the CDK would: stacks by name, and function bundles by name as one source each. */
export function writeAssembly(
  stacks: Record<string, FixtureStack>,
  bundles: Record<string, string> = {},
): string {
  const root = mkdtempSync(join(tmpdir(), 'local-assembly-'));
  const artifacts: Record<string, unknown> = {};
  const files: Record<string, unknown> = {};
  for (const [name, source] of Object.entries(bundles)) {
    const directory = `asset.${name}`;
    mkdirSync(join(root, directory));
    writeFileSync(join(root, directory, 'index.mjs'), source);
    files[name] = {
      source: { path: directory, packaging: 'zip' },
      destinations: { here: { bucketName: 'assets', objectKey: `${name}.zip` } },
    };
  }
  for (const [name, stack] of Object.entries(stacks)) {
    const template = {
      Resources: stack.resources,
      Outputs: stack.outputs ?? {},
      Parameters: stack.parameters ?? {},
    };
    writeFileSync(join(root, `${name}.template.json`), JSON.stringify(template));
    writeFileSync(join(root, `${name}.assets.json`), JSON.stringify({ version: '36.0.0', files }));
    artifacts[`${name}.assets`] = { type: 'cdk:asset-manifest', properties: { file: `${name}.assets.json` } };
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: `${name}.template.json` },
      dependencies: stack.dependsOn ?? [],
    };
  }
  writeFileSync(join(root, 'manifest.json'), JSON.stringify({ version: '36.0.0', artifacts }));
  return root;
}

/** A function whose bundle is `name`. */
export function lambda(name: string, properties: Record<string, unknown> = {}): Resources[string] {
  return {
    Type: 'AWS::Lambda::Function',
    Metadata: { 'aws:cdk:path': `App/${name}/Resource` },
    Properties: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of CloudFormation
      Code: { S3Bucket: { 'Fn::Sub': 'cdk-assets-${AWS::AccountId}' }, S3Key: `${name}.zip` },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: 'arn:aws:iam::000000000000:role/x',
      Timeout: 10,
      MemorySize: 128,
      ...properties,
    },
  };
}

export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** Collects log lines, to see what functions said. */
export function recorder() {
  const lines: LogLine[] = [];
  return {
    lines,
    log: (line: LogLine) => {
      lines.push(line);
    },
    texts: (source?: string) =>
      lines.filter((line) => source === undefined || line.source === source).map((line) => line.text),
  };
}

/** Waits until a condition holds; fails after `ms`. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  ms = 10_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
