import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Imports that must be refused, each with the rule that refuses it. */
const FORBIDDEN = [
  ['domain/a.ts', "import { readFileSync } from 'node:fs'; readFileSync('');", 'domain-imports'],
  [
    'domain/b.ts',
    "import { PutItemCommand } from '@aws-sdk/client-dynamodb'; new PutItemCommand;",
    'domain-imports',
  ],
  ['domain/c.ts', "import { x } from '../contract/ok.ts'; x;", 'domain-imports'],
  ['contract/a.ts', "import { x } from '../adapters/ok.ts'; x;", 'contract-imports'],
  ['contract/b.ts', "import { x } from '../domain/ranking/ok.ts'; x;", 'contract-takes-types-and-constants'],
  ['adapters/a.ts', "import { x } from '../functions/ok.ts'; x;", 'adapters-imports'],
  ['functions/a.ts', "import { x } from '../lib/ok.ts'; x;", 'functions-imports'],
  ['functions/b.ts', "import { App } from 'aws-cdk-lib'; new App();", 'functions-imports'],
  ['functions/streaming/a.ts', "import { x } from '../batch/ok.ts'; x;", 'layers-meet-in-the-stores'],
  [
    'functions/batch/a.ts',
    "import { x } from '../../adapters/s3/ok.ts'; x;",
    'adapters-are-made-in-one-place',
  ],
  ['wasm/a.ts', "import { x } from '../domain/ok.ts'; x;", 'wasm-imports'],
  ['lib/a.ts', "import { x } from '../functions/ok.ts'; x;", 'lib-imports'],
  ['lib/b.ts', "import { x } from '../domain/ok.ts'; x;", 'lib-imports'],
  ['lib/batch/a.ts', "import { x } from '../provider/ok.ts'; x;", 'constructs-meet-in-the-stack'],
  ['bin/a.ts', "import { x } from '../contract/ok.ts'; x;", 'bin-imports'],
  ['cli/a.ts', "import { x } from '../adapters/ok.ts'; x;", 'cli-imports'],
  ['cli/b.ts', "import { x } from '../local/ok.ts'; x;", 'only-start-runs-the-laptop'],
  ['local/a.ts', "import { x } from '../contract/ok.ts'; x;", 'local-knows-nothing-of-the-product'],
  ['lib/c.ts', "import { x } from '../test/ok.ts'; x;", 'nothing-imports-tests'],
  ['domain/d.ts', "import { e } from './e.ts'; export const d = () => e;", 'no-circles'],
  ['domain/f.ts', "import { x } from './nowhere.ts'; x;", 'no-dangling-import'],
  ['functions/c.ts', "import { build } from 'esbuild'; build;", 'shipped-packages-are-dependencies'],
] as const;

/** Imports that must pass. */
const ALLOWED = [
  ['domain/ok.ts', "import { z } from 'zod'; export const x = z;"],
  ['domain/e.ts', "import { d } from './d.ts'; export const e = () => d;"],
  ['domain/ranking/ok.ts', 'export const x = 1;'],
  ['contract/ok.ts', "import { x as y } from '../domain/ok.ts'; export const x = y;"],
  ['adapters/ok.ts', 'export const x = 1;'],
  ['adapters/s3/ok.ts', "import { S3Client } from '@aws-sdk/client-s3'; export const x = S3Client;"],
  ['functions/ok.ts', "import middy from '@middy/core'; export const x = middy;"],
  ['functions/runtime/ports.ts', "import { x } from '../../adapters/s3/ok.ts'; x;"],
  [
    'functions/batch/ok.ts',
    "import type { x as X } from '../../adapters/s3/ok.ts'; export const x = {} as X;",
  ],
  ['lib/ok.ts', "import { App } from 'aws-cdk-lib'; import { x } from '../contract/ok.ts'; new App(); x;"],
  ['lib/provider/ok.ts', 'export const x = 1;'],
  ['local/ok.ts', "import { createServer } from 'node:http'; export const x = createServer;"],
  ['cli/start.ts', "import { x } from '../local/ok.ts'; x;"],
  ['wasm/ok.ts', "import { join } from 'node:path'; export const x = join;"],
  ['test/ok.ts', "import { x } from '../lib/ok.ts'; x;"],
] as const;

let rules: IConfiguration;
let folder: string;
let result: ICruiseResult;

beforeAll(async () => {
  rules = await extractConfig(join(ROOT, '.dependency-cruiser.mjs'));
  folder = mkdtempSync(join(tmpdir(), 'jangteo-imports-'));
  for (const [path, source] of [...FORBIDDEN, ...ALLOWED]) write(path, source);
  for (const name of ['package.json', 'tsconfig.json', 'node_modules']) {
    symlinkSync(join(ROOT, name), join(folder, name));
  }
  const folders = [
    'bin',
    'lib',
    'functions',
    'domain',
    'adapters',
    'contract',
    'cli',
    'local',
    'test',
    'wasm',
  ];
  const { options, ...ruleSet } = rules;
  const { tsConfig: _, ...rest } = options ?? {};
  const { output } = await cruise(folders, {
    ...rest,
    ruleSet,
    validate: true,
    baseDir: folder,
    preserveSymlinks: true,
  });
  result = output as ICruiseResult;
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, source: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), source);
}

const rulesBrokenBy = (path: string) =>
  result.summary.violations.filter(({ from }) => from === path).map(({ rule }) => rule.name);

describe('the import rules', () => {
  it.each(FORBIDDEN)('refuse in %s: %s', (path, _, rule) => {
    expect(rulesBrokenBy(path)).toContain(rule);
  });

  it.each(ALLOWED.filter(([path]) => path !== 'domain/e.ts'))('allow in %s: %s', (path) => {
    expect(rulesBrokenBy(path)).toEqual([]);
  });

  it('are each shown to bite', () => {
    const names = rules.forbidden?.map(({ name }) => name);
    expect([...new Set(FORBIDDEN.map(([, , rule]) => rule))].sort()).toEqual(names?.sort());
  });
});
