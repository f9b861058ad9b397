/**
 * Draws what category shuffling does: the default "for you" of some users of complete-journey at the cut, users × ranks, coloured by
 * category, before and after.
 *
 *     node bench/quality/draw.ts [FILE]     # bench/pictures/for-you.svg
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { categoryAt } from '../../domain/ranking/arrange/arrangeable.ts';
import { shuffleByCategory } from '../../domain/ranking/arrange/shuffle.ts';
import { TOGETHER_DEFAULTS } from '../../domain/together/parameters.ts';
import { toTable } from './counts.ts';
import { poolFor } from './lists.ts';
import { readLog } from './log.ts';
import { Market, tableOf } from './market.ts';
import { LIST_LENGTH } from './metrics.ts';
import { picture } from './picture.ts';
import { popularBefore } from './popular.ts';
import { FOR_YOU, forYou } from './providers.ts';
import { cutOf } from './split.ts';

const DATA = process.env.DATA ?? join(import.meta.dirname, '../../../shared/data');
const FILE = process.argv[2] ?? join(import.meta.dirname, '../pictures/for-you.svg');
const USERS = 80;
/** Department › product category › product type: the middle one. */
const LEVEL = 2;
const SHUFFLE = { level: LEVEL, window: LIST_LENGTH, floor: 0.5 };

const log = readLog('complete-journey', DATA);
const cut = cutOf(log.times);
const market = new Market(log, toTable(log), { cut, until: Number.POSITIVE_INFINITY });
const rows = tableOf({
  buy: market.rows('buy', TOGETHER_DEFAULTS.windows.buy, TOGETHER_DEFAULTS),
  basket: market.rows('basket', TOGETHER_DEFAULTS.windows.basket, TOGETHER_DEFAULTS),
  popular: [popularBefore(log, cut)],
});
const pathOf = (itemId: string): readonly string[] => log.catalogue.get(itemId)?.categories ?? [];
const lists = market.judged.slice(0, USERS).map((judged) => {
  const pool = poolFor(forYou(FOR_YOU), market.asked(judged, rows)).map(({ itemId, score }) => ({
    itemId,
    score,
    category: pathOf(itemId),
  }));
  const first = (items: readonly { readonly itemId: string }[]) =>
    items.slice(0, LIST_LENGTH).map(({ itemId }) => itemId);
  return { before: first(pool), after: first(shuffleByCategory(pool, SHUFFLE)) };
});
const drawn = picture({
  title: `For you: ${USERS} households, by product category`,
  before: lists.map(({ before }) => before),
  after: lists.map(({ after }) => after),
  categoryOf: (itemId) => categoryAt(pathOf(itemId), LEVEL).split('\n').at(-1) || undefined,
});
mkdirSync(dirname(FILE), { recursive: true });
writeFileSync(FILE, drawn);
