import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const DOCS = new URL('../../../../../docs/', import.meta.url);
const docs = readdirSync(DOCS)
  .filter((file) => file.endsWith('.md'))
  .map((file) => readFileSync(new URL(file, DOCS), 'utf8').toLowerCase());

/** The rows of pages and post-processing, and what each is called. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  B4: ['registry'],
  B6: ['registry'],
  B7: ['provider pipeline', 'attribute affinity'],
  B7a: ['page context', 'static slot', '`fields`'],
  B11: ['category page'],
  C1: ['repurchase rule', 'evaluation report'],
  C2: ['seen filter'],
  C3: ['disliked', 'adult'],
  C4: ['category shuffling'],
  C5: ['name groups', 'same product, other sellers'],
  C6: ['mmr', 'caps'],
  C7: ['evaluation report'],
  C8: ['any experiment can switch it'],
  D5: ['## home', '## item'],
};

describe('the docs', () => {
  it.each(Object.entries(NAMES))('%s: is found under its name: %j', (_, names) => {
    for (const name of names)
      expect(
        docs.filter((text) => text.includes(name)),
        name,
      ).not.toEqual([]);
  });
});
