import type { ItemWrite } from '../../contract/api/items.ts';
import type { Repurchase } from '../../domain/catalogue/item.ts';
import { COLOURS, pictureOf } from './picture.ts';
import { type Random, randomOf } from './random.ts';
import { DEPARTMENTS, type Department, type Group, type Leaf } from './taxonomy.ts';
import type { Timeline } from './timeline.ts';

const ITEM_COUNT = 2000;
const SELLER_COUNT = 300;
/** The first so many sellers are users too, who must not be recommended their own goods. */
const SELLING_USERS = 120;
const DAY = 86_400_000;
/** Made-up makers; a maker has a style, and people stay with one. */
const MAKERS = [
  'Haneul|하늘',
  'Maru|마루',
  'Sorae|소래',
  'Byeol|별',
  'Onda|온다',
  'Dalbit|달빛',
  'Noru|노루',
  'Garam|가람',
  'Podo|포도',
] as const;
export const STYLES = 3;
const CONDITIONS = [
  'like new|새것 같은',
  'unopened|미개봉',
  'quick sale|급처',
  'lightly used|사용감 적은',
  'with box|박스 포함',
];
const SIZES = new Map([
  ['women', 'S|S, M|M, L|L'],
  ['men', 'M|M, L|L, XL|XL'],
  ['shoes', '240|240, 255|255, 265|265, 275|275'],
  ['bedding', 'single|싱글, queen|퀸'],
  ['baby', 'small|소형, large|대형'],
]);

/** An item of the sample with what its shoppers see in it. */
export interface SampleItem {
  item: ItemWrite;
  readonly leaf: Leaf;
  readonly group: Group;
  readonly style: number;
  readonly family: string;
  /** How much it is looked at, beside others of its leaf. */
  readonly appeal: number;
  /** Share of the timeline at which it appears; below 0 it was there before. */
  readonly listedAt: number;
  /** One of a kind: the first buyer ends it. */
  readonly single: boolean;
  soldAt: number;
}

/** Several listings of one product: near-duplicate titles by other sellers, in other sizes and colours. */
interface Family {
  readonly department: Department;
  readonly group: Group;
  readonly leaf: Leaf;
  readonly maker: number;
  readonly noun: string;
  readonly model: string;
  readonly price: number;
  readonly appeal: number;
  readonly grouped: boolean;
  readonly id: string;
}

export function sampleItems(seed: number, timeline: Timeline): SampleItem[] {
  const random = randomOf(seed, 'items');
  const leaves = DEPARTMENTS.flatMap((department) =>
    department.groups.flatMap((group) => group.leaves.map((leaf) => ({ department, group, leaf }))),
  );
  const items: SampleItem[] = [];
  for (let family = 0; items.length < ITEM_COUNT; family++) {
    const made = familyOf(leaves[family % leaves.length]!, family, random);
    const listings = Math.min(ITEM_COUNT - items.length, 1 + random.weighted([30, 28, 20, 12, 7, 3]));
    for (let copy = 0; copy < listings; copy++)
      items.push(listingOf(made, items.length + 1, timeline, random));
  }
  return items;
}

function familyOf(
  place: Pick<Family, 'department' | 'group' | 'leaf'>,
  number: number,
  random: Random,
): Family {
  const model = `${'ABCDEFGHJKLMNPRSTUVWXYZ'[random.int(23)]}${10 + random.int(90)}`;
  return {
    ...place,
    maker: random.int(MAKERS.length),
    noun: random.pick(place.leaf.nouns),
    model,
    price: place.leaf.price * Math.exp(0.45 * random.normal()),
    // Zipf-like: a few products are seen a lot, most a little.
    appeal: 1 / (1 + random.int(14)) ** 0.9,
    grouped: random.chance(0.6),
    id: `g${String(number + 1).padStart(4, '0')}`,
  };
}

function listingOf(family: Family, number: number, timeline: Timeline, random: Random): SampleItem {
  const [colour, size] = [random.pick(COLOURS), sizeOf(family.group, random)];
  const single = family.leaf.usedUpAfter === undefined && random.chance(0.35);
  const condition = single ? random.pick(CONDITIONS) : '';
  const listedAt = random.chance(0.68) ? -1 : random.next() * 0.997;
  const price = rounded(family.price * Math.exp(0.08 * random.normal()) * (single ? 0.7 : 1));
  const item: ItemWrite = {
    itemId: `i${String(number).padStart(4, '0')}`,
    title: titleOf(family, colour.name, size, condition, 1),
    titles: {
      en: titleOf(family, colour.name, size, condition, 0),
      ko: titleOf(family, colour.name, size, condition, 1),
    },
    categories: [family.department.slug, family.group.slug, family.leaf.slug],
    price,
    currency: 'KRW',
    ...(random.chance(0.25) ? { listPrice: rounded(price * (1.1 + random.next() * 0.4)) } : {}),
    sellerId: sellerOf(family.group, random),
    listedAt: timeOf(listedAt, timeline, random),
    ...(single ? { stock: 1 } : {}),
    status: 'on_sale',
    ...(family.leaf.adult ? { adult: true } : {}),
    ...repurchaseOf(family.leaf),
    ...(family.grouped ? { groupId: family.id } : {}),
    attributes: attributesOf(family, colour.name, size, single),
    imageUrl: pictureOf(family.group.slug, family.department.hue, colour.hsl, number * 7),
    url: `/items/i${String(number).padStart(4, '0')}`,
  };
  const { leaf, group, appeal } = family;
  const style = family.maker % STYLES;
  return {
    item,
    leaf,
    group,
    style,
    family: family.id,
    appeal,
    listedAt,
    single,
    soldAt: Number.POSITIVE_INFINITY,
  };
}

const part = (names: string, language: 0 | 1): string => names.split('|')[language] ?? names;

function titleOf(family: Family, colour: string, size: string, condition: string, language: 0 | 1): string {
  const words = [part(MAKERS[family.maker]!, language), part(family.noun, language), family.model];
  const details = [part(colour, language), size && part(size, language)].filter(Boolean);
  const title = [...words, ...details].join(' ');
  if (condition === '') return title;
  return language === 0 ? `${title} (${part(condition, 0)})` : `[${part(condition, 1)}] ${title}`;
}

function sizeOf(group: Group, random: Random): string {
  const sizes = SIZES.get(group.slug);
  return sizes ? random.pick(sizes.split(', ')) : '';
}

function attributesOf(family: Family, colour: string, size: string, single: boolean): Record<string, string> {
  const named = {
    brand: part(MAKERS[family.maker]!, 0),
    colour: part(colour, 0),
    condition: single ? 'used' : 'new',
  };
  return size === '' ? named : { ...named, size: part(size, 0) };
}

function repurchaseOf(leaf: Leaf): { repurchase?: Repurchase } {
  return leaf.usedUpAfter === undefined ? {} : { repurchase: { afterDays: Math.ceil(leaf.usedUpAfter / 3) } };
}

/** Sellers keep to few groups: each group has its own stretch of them. */
function sellerOf(group: Group, random: Random): string {
  const groups = DEPARTMENTS.flatMap((department) => department.groups);
  const start = Math.floor((groups.indexOf(group) / groups.length) * SELLER_COUNT);
  const number = 1 + ((start + random.int(18)) % SELLER_COUNT);
  return number <= SELLING_USERS
    ? `u${String(number * 7).padStart(4, '0')}`
    : `s${String(number).padStart(3, '0')}`;
}

function timeOf(listedAt: number, timeline: Timeline, random: Random): string {
  const before = timeline.from - Math.floor((1 + random.next() * 120) * DAY);
  return new Date(listedAt < 0 ? before : timeline.at(listedAt)).toISOString();
}

/** Prices people set: 39,000 rather than 38,712. */
function rounded(price: number): number {
  const step = price >= 200_000 ? 10_000 : price >= 20_000 ? 1000 : 100;
  return Math.max(step, Math.round(price / step) * step);
}
