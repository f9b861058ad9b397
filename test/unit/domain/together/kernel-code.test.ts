import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { compile, TARGET } from '../../../../wasm/build.ts';

it('the kernel that is shipped is the one that wasm/kernel.ts compiles to (npm run kernel)', async () => {
  expect(await readFile(TARGET, 'utf8')).toBe(await compile());
});
