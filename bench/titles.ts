/**
 * How well signatures of titles find near-duplicates: precision and recall over all pairs of the sample market's Korean and English titles (truth: its
 * families of one product) and of online-retail's descriptions (truth: stock codes that differ in their last letters only; many more are
 * variants under another code, so that precision there is a floor).
 *
 *     node bench/titles.ts [FOLDER of online-retail]
 *
 * Prints a JSON line a figure.
 */
import { existsSync } from 'node:fs';
import { DATASETS } from '../cli/datasets/index.ts';
import { sampleItems } from '../cli/sample/items.ts';
import { nameGroups } from '../domain/ranking/arrange/name-groups.ts';
import { isAlike, likeness } from '../domain/titles/alike.ts';
import { gramsOf } from '../domain/titles/grams.ts';
import { titleSignature } from '../domain/titles/signature.ts';
import { titleWords } from '../domain/titles/words.ts';
import { report } from './report.ts';

const FOLDER = process.argv[2] ?? '../shared/data/online-retail';
const THRESHOLDS = [0.5, 0.6, 0.7];

interface Titled {
  readonly title: string;
  readonly family: string;
}

const timeline = { from: 0, at: (share: number) => share * 86_400_000 };
const market = sampleItems(7, timeline as never);
const inLanguage = (language: string): Titled[] =>
  market.map(({ item, family }) => ({ family, title: item.titles?.[language] ?? item.title }));
const measured: [string, Titled[]][] = [
  ['sample, Korean', inLanguage('ko')],
  ['sample, English', inLanguage('en')],
];
if (existsSync(FOLDER)) {
  const goods = DATASETS['online-retail'](FOLDER).items.filter(({ itemId }) => /^\d{5}/.test(itemId));
  measured.push(['online-retail', goods.map(({ itemId, title }) => ({ family: itemId.slice(0, 5), title }))]);
}

type Weights = ReadonlyMap<number, number>;
const weightsOf = (title: string): Weights =>
  new Map(gramsOf(titleWords(title)).map(({ hash, weight }) => [hash, weight]));

/** The weighted share of features that both have, exactly. */
function exactly(a: Weights, b: Weights): number {
  let [shared, all] = [0, 0];
  for (const [hash, weight] of a) {
    all += weight;
    if (b.has(hash)) shared += weight;
  }
  for (const [hash, weight] of b) if (!a.has(hash)) all += weight;
  return shared / all;
}

for (const [name, titles] of measured) {
  const signatures = titles.map(({ title }) => titleSignature(title));
  const weights = titles.map(({ title }) => weightsOf(title));
  compare(name, 'signature', titles, (a, b) => likeness(signatures[a]!, signatures[b]!));
  compare(name, 'exact, models apart', titles, (a, b) => exactly(weights[a]!, weights[b]!));
  bands(name, signatures);
}

/** Pairs of one family that are found, and found pairs that are of one family. */
function compare(
  name: string,
  how: string,
  titles: readonly Titled[],
  alike: (a: number, b: number) => number,
): void {
  const counts = THRESHOLDS.map(() => ({ right: 0, wrong: 0 }));
  let pairs = 0;
  for (let a = 0; a < titles.length; a++)
    for (let b = a + 1; b < titles.length; b++) {
      const isFamily = titles[a]!.family === titles[b]!.family;
      if (isFamily) pairs++;
      const found = alike(a, b);
      for (const [at, count] of counts.entries())
        if (found >= THRESHOLDS[at]!) count[isFamily ? 'right' : 'wrong']++;
    }
  for (const [at, { right, wrong }] of counts.entries()) {
    report(`titles: ${name}, ${how}, ${THRESHOLDS[at]}: precision`, right / (right + wrong), '');
    report(`titles: ${name}, ${how}, ${THRESHOLDS[at]}: recall`, right / pairs, '');
  }
}

/** How many titles get another leader because no band led to it. */
function bands(name: string, signatures: readonly ReturnType<typeof titleSignature>[]): void {
  const items = signatures.map((signature, at) => ({ itemId: String(at), signature }));
  const leaders = nameGroups(items);
  const whole: number[] = [];
  let missed = 0;
  for (const [place, { signature }] of items.entries()) {
    const first = whole.find((leader) => isAlike(items[leader]!.signature, signature, 0.6)) ?? place;
    if (first === place) whole.push(place);
    if (first !== leaders[place]) missed++;
  }
  report(`titles: ${name}, groups`, new Set(leaders).size, 'groups');
  report(`titles: ${name}, titles that bands lead elsewhere`, missed / items.length, '');
}
