/**
 * Draws what category shuffling does: "for you" of some users of complete-journey at the cut as it ships, but shuffled by the middle of the three
 * levels of category, users × ranks, coloured by that category; before and after, without and with the step in the provider's document.
 *
 *     node bench/quality/draw.ts [FILE]     # bench/pictures/for-you.svg
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { categoryAt } from '../../domain/ranking/arrange/arrangeable.ts';
import { TOGETHER_DEFAULTS } from '../../domain/together/parameters.ts';
import { toTable } from './counts.ts';
import { listFor } from './lists.ts';
import { readLog } from './log.ts';
import { Market, tableOf } from './market.ts';
import { picture } from './picture.ts';
import { popularBefore } from './popular.ts';
import { shipped, without } from './providers.ts';
import { cutOf } from './split.ts';

const DATA = process.env.DATA ?? join(import.meta.dirname, '../../../shared/data');
const FILE = process.argv[2] ?? join(import.meta.dirname, '../pictures/for-you.svg');
const USERS = 80;
/** Department › product category › product type: the middle one. */
const LEVEL = 2;

const log = readLog('complete-journey', DATA);
const cut = cutOf(log.times);
const market = new Market(log, toTable(log), { cut, until: Number.POSITIVE_INFINITY });
const rows = tableOf({
  buy: market.rows('buy', TOGETHER_DEFAULTS.windows.buy, TOGETHER_DEFAULTS),
  basket: market.rows('basket', TOGETHER_DEFAULTS.windows.basket, TOGETHER_DEFAULTS),
  popular: [popularBefore(log, cut)],
  adopted: [market.adopted()],
});
const pathOf = (itemId: string): readonly string[] => log.catalogue.get(itemId)?.categories ?? [];
const forYou = shipped('for-you');
const shuffled = {
  ...forYou,
  steps: forYou.steps.map((one) => (one.step === 'shuffle' ? { ...one, level: LEVEL } : one)),
};
const unshuffled = without(forYou, ['shuffle']);
const lists = market.judged.slice(0, USERS).map((judged) => {
  const asked = market.asked(judged, rows);
  return { before: listFor(unshuffled, asked), after: listFor(shuffled, asked) };
});
const drawn = picture({
  title: `For you: ${USERS} households, by product category`,
  before: lists.map(({ before }) => before),
  after: lists.map(({ after }) => after),
  categoryOf: (itemId) => categoryAt(pathOf(itemId), LEVEL).split('\n').at(-1) || undefined,
});
mkdirSync(dirname(FILE), { recursive: true });
writeFileSync(FILE, drawn);
