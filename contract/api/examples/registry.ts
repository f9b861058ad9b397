import { RECOMMEND_EXAMPLES } from './recommend.ts';

const AUTUMN = { name: 'autumn', sections: ['trending-now', 'for-you'] };
const NAMED = { kind: 'pages', name: 'autumn' };
const STAMP = { updatedAt: '2026-11-23T09:00:00.000Z', by: 'minji', note: 'the autumn sale' };
const STORED = { ...NAMED, version: 1, ...STAMP, etag: '"1-5d41402abc4b2a76"', default: false };
const PAGE_SCHEMA = { type: 'object', required: ['name', 'sections'] };

/** A page for the autumn, written, read, changed and taken back. */
export const REGISTRY_EXAMPLES = {
  kind: { kind: 'pages' },
  named: NAMED,
  document: AUTUMN,
  write: { author: 'minji', note: 'the autumn sale' },
  stored: { ...STORED, document: AUTUMN, revision: 12 },
  list: { revision: 12, documents: [STORED] },
  deleted: { ...NAMED, version: 2, ...STAMP, deleted: true, revision: 13 },
  history: {
    ...NAMED,
    versions: [{ version: 1, state: 'stored', at: STAMP.updatedAt, by: 'minji', note: 'the autumn sale' }],
  },
  rollback: { version: 1, note: 'the autumn page sold less' },
  changes: {
    changes: [
      { ...NAMED, document: AUTUMN },
      { kind: 'pages', name: 'summer', document: null },
    ],
    note: 'the autumn sale',
    dryRun: true,
  },
  changed: {
    revision: 12,
    dryRun: true,
    changes: [
      { ...NAMED, version: 1, etag: STORED.etag, deleted: false },
      { kind: 'pages', name: 'summer', version: 4, deleted: true },
    ],
  },
  proposal: {
    changes: [
      { kind: 'pages', name: 'home', document: { name: 'home', sections: ['trending-now', 'for-you'] } },
    ],
    viewers: [{ userId: 'u1' }, { cookieId: 'c7' }],
    page: 'home',
    limits: 10,
  },
  preview: {
    page: 'home',
    viewers: [
      {
        userId: 'u1',
        now: { page: 'home', sections: [] },
        proposed: RECOMMEND_EXAMPLES.page,
        changes: [
          { section: 'for-you', now: 0, proposed: 1, entered: ['i42'], left: [], moved: 0, emptied: false },
        ],
      },
    ],
    summary: { slotsChanged: 1, pagesEmptied: 0 },
  },
  schema: PAGE_SCHEMA,
  schemas: { schemas: { pages: PAGE_SCHEMA } },
} as const;
