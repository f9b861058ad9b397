import type { PageReply, SectionReply } from '../../contract/api/recommend.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../errors.ts';
import { grouped } from '../output.ts';
import { type Column, tableLines } from '../table.ts';

export interface RecommendFlags {
  readonly page: string;
  readonly user?: string;
  readonly cookie?: string;
  readonly item?: string;
  readonly limit?: string;
  readonly explain?: boolean;
}

/** `jangteo recommend`: a page as tables, one a section. @returns the exit code */
export async function recommendCommand({ client, output }: Context, flags: RecommendFlags): Promise<number> {
  const reply = await client.call<PageReply>('GET', pagePath(flags));
  if (output.json) output.out(JSON.stringify(reply));
  else for (const line of pageLines(reply)) output.out(line);
  return EXIT.ok;
}

function pagePath(flags: RecommendFlags): string {
  const query = new URLSearchParams({ fields: 'title,price,currency,status' });
  const given = { userId: flags.user, cookieId: flags.cookie, itemId: flags.item, limit: flags.limit };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value);
  if (flags.explain) query.set('explain', 'true');
  return `/v1/pages/${encodeURIComponent(flags.page)}?${query}`;
}

/** A page in words; also what `npm start -- --once` prints. */
export function pageLines(page: PageReply): string[] {
  if (page.sections.length === 0) return [`page ${page.page} has no sections`];
  return page.sections.flatMap((section) => [...sectionLines(section), '']);
}

const COLUMNS: readonly Column[] = [
  { title: '#', align: 'right' },
  { title: 'item', max: 36 },
  { title: 'title', max: 44 },
  { title: 'price', align: 'right' },
  { title: 'score', align: 'right' },
  { title: 'tier' },
  { title: 'reason', max: 60 },
];

function sectionLines(section: SectionReply): string[] {
  const lines = [heading(section)];
  if (section.degraded?.length) lines.push(`  degraded: ${section.degraded.join(', ')}`);
  if (section.omitted !== undefined) lines.push(`  left out: ${section.omitted}`);
  if (section.items.length > 0)
    lines.push(...tableLines(COLUMNS, section.items.map(itemCells)).map((line) => `  ${line}`));
  if (section.ledger !== undefined) lines.push('  ledger:', ...indented(section.ledger));
  return lines;
}

function heading(section: SectionReply): string {
  const notes = [section.provider, section.personal ? 'personal' : 'for everybody'];
  if (section.basedOn) notes.push(`based on ${section.basedOn}`);
  if (section.variant) notes.push(`variant ${section.variant}`);
  return `${section.title}  [${section.section}: ${notes.join(', ')}]`;
}

function itemCells(item: SectionReply['items'][number]): string[] {
  const { title, price, currency } = (item.item ?? {}) as {
    title?: string;
    price?: number;
    currency?: string;
  };
  const money = price === undefined ? '' : `${grouped(price)}${currency ? ` ${currency}` : ''}`;
  return [
    String(item.position),
    item.itemId,
    title ?? '',
    money,
    item.score.toPrecision(4),
    item.tier,
    item.reason,
  ];
}

const indented = (value: unknown): string[] =>
  JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => `    ${line}`);
