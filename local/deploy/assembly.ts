import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LocalError, messageOf } from '../errors.ts';
import type { Json, JsonObject } from './json.ts';

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: JsonObject;
  readonly Metadata?: { 'aws:cdk:path'?: string };
  readonly Condition?: string;
  readonly DependsOn?: string | string[];
}

export interface Template {
  readonly Parameters?: Record<string, { Type: string; Default?: Json; AllowedValues?: Json[] }>;
  readonly Conditions?: Record<string, Json>;
  readonly Mappings?: Record<string, Record<string, Record<string, Json>>>;
  readonly Resources?: Record<string, TemplateResource>;
  readonly Outputs?: Record<string, { Value: Json; Export?: { Name: Json }; Condition?: string }>;
  readonly Transform?: Json;
}

export interface AssemblyStack {
  readonly id: string;
  readonly name: string;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly template: Template;
  /** File or folder of each asset, by its object key (`<hash>.zip`). */
  readonly assets: ReadonlyMap<string, string>;
  readonly dependencies: readonly string[];
}

interface Artifact {
  type: string;
  environment?: string;
  dependencies?: string[];
  displayName?: string;
  properties?: { templateFile?: string; stackName?: string; file?: string; directoryName?: string };
}

/** All stacks of a synthesized cloud assembly, each after the stacks that it depends on. */
export function readAssembly(directory: string): AssemblyStack[] {
  const root = resolve(directory);
  const stacks = readStacks(root);
  if (stacks.length === 0) {
    throw new LocalError('EmptyAssembly', `no stack in the cloud assembly ${root}; synthesize it first`);
  }
  return inOrder(stacks);
}

function readStacks(root: string): AssemblyStack[] {
  const manifest = readJson<{ artifacts?: Record<string, Artifact> }>(join(root, 'manifest.json'));
  const artifacts = Object.entries(manifest.artifacts ?? {});
  const assets = new Map<string, string>();
  for (const [, artifact] of artifacts) {
    if (artifact.type === 'cdk:asset-manifest') readAssets(root, artifact.properties?.file, assets);
  }
  return artifacts.flatMap(([id, artifact]) => {
    if (artifact.type === 'cdk:cloud-assembly')
      return readStacks(join(root, artifact.properties?.directoryName ?? id));
    return artifact.type === 'aws:cloudformation:stack' ? [readStack(root, id, artifact, assets)] : [];
  });
}

function readStack(root: string, id: string, artifact: Artifact, assets: Map<string, string>): AssemblyStack {
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(artifact.environment ?? '') ?? [];
  return {
    id,
    name: artifact.properties?.stackName ?? id,
    account: account === 'unknown-account' ? undefined : account,
    region: region === 'unknown-region' ? undefined : region,
    template: readJson<Template>(join(root, artifact.properties?.templateFile ?? `${id}.template.json`)),
    assets,
    dependencies: artifact.dependencies ?? [],
  };
}

interface AssetManifest {
  files?: Record<string, { source: { path?: string }; destinations: Record<string, { objectKey: string }> }>;
}

function readAssets(root: string, file: string | undefined, into: Map<string, string>): void {
  if (file === undefined) return;
  const path = join(root, file);
  for (const asset of Object.values(readJson<AssetManifest>(path).files ?? {})) {
    if (asset.source.path === undefined) continue;
    const source = resolve(dirname(path), asset.source.path);
    for (const { objectKey } of Object.values(asset.destinations)) into.set(objectKey, source);
  }
}

function readJson<T>(path: string): T {
  if (!existsSync(path)) throw new LocalError('MissingFile', `the cloud assembly has no file ${path}`);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch (error) {
    throw new LocalError('BadFile', `${path} is not JSON: ${messageOf(error)}`, error);
  }
}

function inOrder(stacks: AssemblyStack[]): AssemblyStack[] {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const done = new Set<AssemblyStack>();
  const visit = (stack: AssemblyStack, behind: string[]): void => {
    if (done.has(stack)) return;
    if (behind.includes(stack.id)) {
      throw new LocalError(
        'StackCycle',
        `stacks depend on one another in a circle: ${[...behind, stack.id].join(' → ')}`,
      );
    }
    for (const id of stack.dependencies) {
      const other = byId.get(id);
      if (other !== undefined) visit(other, [...behind, stack.id]);
    }
    done.add(stack);
  };
  for (const stack of stacks) visit(stack, []);
  return [...done];
}
