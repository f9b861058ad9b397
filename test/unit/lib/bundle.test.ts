import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FUNCTIONS, type FunctionName } from '../../../contract/functions.ts';
import { bundle, MissingEntriesError } from '../../../lib/bundle.ts';

/** Design §11: 1.5 MB a handler. */
const LIMIT_BYTES = 1_500_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jangteo-bundles-'));
  bundle(join(folder, 'first'));
  bundle(join(folder, 'second'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const filesOf = (build: string, name: FunctionName) => {
  const directory = join(folder, build, name);
  return readdirSync(directory).map((file) => [file, readFileSync(join(directory, file))] as const);
};

describe.each(FUNCTIONS)('the bundle of %s', (name) => {
  it('has all that it needs, and exports a handler', async () => {
    const module = await import(pathToFileURL(join(folder, 'first', name, 'index.mjs')).href);
    expect(module.handler).toBeTypeOf('function');
  });

  it('is at most 1.5 MB, without native code', () => {
    const files = filesOf('first', name);
    expect(files.reduce((sum, [, contents]) => sum + contents.length, 0)).toBeLessThan(LIMIT_BYTES);
    expect(files.map(([file]) => file).filter((file) => !file.endsWith('.mjs'))).toEqual([]);
  });

  it('has the same bytes when it is built again elsewhere', () => {
    expect(filesOf('second', name)).toEqual(filesOf('first', name));
  });

  it('says nothing of the machine that built it', () => {
    for (const [, contents] of filesOf('first', name)) expect(contents.includes(process.cwd())).toBe(false);
  });
});

describe('bundling', () => {
  it('names every entry file that is missing, before anything is built', () => {
    const names = ['provider/collect', 'batch/none', 'provider/nowhere'] as FunctionName[];
    const bundling = () => bundle(join(folder, 'third'), names);
    expect(bundling).toThrow(MissingEntriesError);
    expect(bundling).toThrow(
      'no entry file: functions/batch/none.lambda.ts, functions/provider/nowhere.lambda.ts',
    );
    expect(readdirSync(folder)).not.toContain('third');
  });
});
