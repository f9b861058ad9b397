import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../contract/functions.ts';
import { entryFile } from '../../lib/bundle.ts';
import { resourcesOf, templatesOf } from '../unit/lib/synth.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('every function of the contract', () => {
  it('has an entry file, and every entry file is in the contract', () => {
    const files = globSync('functions/**/*.lambda.ts', { cwd: ROOT });
    expect(files.sort()).toEqual(FUNCTIONS.map(entryFile).sort());
  });

  it('has one construct, in the layer that its path names', () => {
    const paths = resourcesOf(templatesOf('dev').app, 'AWS::Lambda::Function').map(
      ([, resource]) => resource.Metadata?.['aws:cdk:path'],
    );
    expect(paths.sort()).toEqual(FUNCTIONS.map((name) => `jangteo-dev-app/${name}/Function/Resource`).sort());
  });
});
