import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing, type Recipe, recipes } from './support/docs.ts';
import { eventually, ROOT, type System, startSystem } from './support/system.ts';

const RECIPES = recipes(ROOT);
let system: System;

beforeAll(async () => {
  system = await startSystem();
}, 120_000);
afterAll(() => system?.stop());

/** Fails for an answer of 400 and above, and for any command that fails. */
const PRELUDE = `set -euo pipefail
curl() { command curl --silent --show-error --fail-with-body "$@"; echo; }
npx() { test "$1" = jangteo; shift; node cli/jangteo.mjs "$@"; }
`;

async function run({ script }: Recipe): Promise<{ code: number | null; said: string; errors: string }> {
  const here = script.replaceAll('http://127.0.0.1:3000', system.url);
  const env = { ...process.env, JANGTEO_URL: system.url };
  const child = spawn('bash', ['-c', PRELUDE + here], { cwd: ROOT, env });
  const [said, errors]: [string[], string[]] = [[], []];
  child.stdout.on('data', (chunk) => said.push(String(chunk)));
  child.stderr.on('data', (chunk) => errors.push(String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said: said.join('').trim(), errors: errors.join('') };
}

/** Runs it, and again while what it shows is on its way: requests of documents are harmless when repeated. */
async function shows(recipe: Recipe): Promise<void> {
  let last: readonly string[] = [];
  const look = async () => {
    const { code, said, errors } = await run(recipe);
    if (code !== 0) throw new Error(`ended with ${code}: ${said} ${errors}`);
    if (recipe.answer === undefined) return true;
    last = missing(recipe.answer, JSON.parse(said.split('\n').at(-1)!));
    return last.length === 0 || undefined;
  };
  await eventually('what is shown', look, 20).catch((error: Error) => {
    throw new Error([error.message, ...last].join('\n'));
  });
}

describe('the requests in the documents', { timeout: 90_000 }, () => {
  it('are there', () => {
    const files = new Set(RECIPES.map(({ file }) => file));
    for (const file of [
      'README.md',
      'docs/quick-start.md',
      'docs/sending-events.md',
      'docs/identity.md',
      'docs/exports.md',
    ])
      expect(files).toContain(file);
    expect(RECIPES.filter(({ answer }) => answer !== undefined).length).toBeGreaterThan(12);
  });

  it.each(RECIPES.map((recipe) => [`${recipe.file}:${recipe.line}`, recipe] as const))('%s', (_, recipe) =>
    shows(recipe),
  );
});

describe('comparing an answer with what is shown', () => {
  it.each([
    [{ a: 1 }, { a: 1, b: 2 }, 0],
    [{ a: '…' }, { a: [] }, 0],
    [[{ a: 1 }, '…'], [{ a: 1 }, 2, 3], 0],
    [[], [], 0],
    [{ a: '…' }, {}, 1],
    [{ a: 1 }, { a: 2 }, 1],
    [[1], [1, 2], 1],
    [[1, '…'], [], 1],
    [{ a: {} }, { a: 'x' }, 1],
  ])('%j against %j lacks %i', (shown, got, lacking) => {
    expect(missing(shown, got)).toHaveLength(lacking);
  });
});
