import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block ```sh run of a document, and the ```json answer that follows it. */
export interface Recipe {
  readonly file: string;
  readonly line: number;
  readonly script: string;
  /** What its last answer must hold; undefined where the document shows none. */
  readonly answer: unknown;
}

const FENCE = /^```(sh run|json answer)\n([\s\S]*?)^```$/gm;

/** README.md and docs/*.md, in the order in which they are run: each from its top to its end. */
export function recipes(root: string): Recipe[] {
  const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', ...docs.toSorted().map((name) => join('docs', name))].flatMap((file) =>
    recipesIn(file, readFileSync(join(root, file), 'utf8')),
  );
}

function recipesIn(file: string, text: string): Recipe[] {
  const found: Recipe[] = [];
  for (const { 1: kind, 2: content, index } of text.matchAll(FENCE)) {
    const line = text.slice(0, index).split('\n').length;
    const last = found.at(-1);
    if (kind === 'sh run') found.push({ file, line, script: content!, answer: undefined });
    else if (last && last.answer === undefined)
      found[found.length - 1] = { ...last, answer: parsed(content!) };
    else throw new Error(`${file}:${line}: an answer needs a request before it`);
  }
  return found;
}

/** Where an answer is shortened, `…` stands for anything, in a list for any more. */
const parsed = (content: string): unknown => JSON.parse(content.replaceAll(/(?<!")…(?!")/g, '"…"'));

/** Where an answer lacks what is shown; empty when all is there. */
export function missing(shown: unknown, got: unknown, path = '$'): string[] {
  if (shown === '…') return got === undefined ? [`${path} is missing`] : [];
  if (Array.isArray(shown)) return missingInList(shown, got, path);
  if (shown === null || typeof shown !== 'object')
    return shown === got ? [] : [`${path} is ${JSON.stringify(got)}, shown as ${JSON.stringify(shown)}`];
  if (got === null || typeof got !== 'object') return [`${path} is ${JSON.stringify(got)}, no object`];
  return Object.entries(shown).flatMap(([key, value]) =>
    missing(value, (got as Record<string, unknown>)[key], `${path}.${key}`),
  );
}

/** A list without `…` at its end is shown whole. */
function missingInList(shown: readonly unknown[], got: unknown, path: string): string[] {
  if (!Array.isArray(got)) return [`${path} is ${JSON.stringify(got)}, no list`];
  const isOpen = shown.length > 1 && shown.at(-1) === '…' && shown.at(-2) !== '…';
  const elements = isOpen ? shown.slice(0, -1) : shown;
  if (isOpen ? got.length < elements.length : got.length !== elements.length)
    return [`${path} has ${got.length} elements, shown are ${elements.length}`];
  return elements.flatMap((one, index) => missing(one, got[index], `${path}[${index}]`));
}
