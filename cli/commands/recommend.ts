import type { PageReply, SectionReply } from '../../contract/api/recommend.ts';
import { type ApiClient, bodyOf } from '../api/client.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../errors.ts';
import { grouped } from '../output.ts';
import { type Column, tableLines } from '../table.ts';

const FIELDS = ['title', 'price', 'currency', 'status'] as const;

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
  const reply = await readPage(client, flags);
  if (output.json) output.out(JSON.stringify(reply));
  else for (const line of pageLines(reply)) output.out(line);
  return EXIT.ok;
}

/** A page as the flags ask for it. @throws ApiError */
export function readPage(client: ApiClient, flags: RecommendFlags): Promise<PageReply> {
  const { page, user, cookie, item, limit, explain } = flags;
  const query = {
    fields: [...FIELDS],
    ...(user !== undefined && { userId: user }),
    ...(cookie !== undefined && { cookieId: cookie }),
    ...(item !== undefined && { itemId: item }),
    // What is no number goes as it is: the API says what it may be.
    ...(limit !== undefined && { limit: limit as unknown as number }),
    ...(explain && { explain }),
  };
  return bodyOf(client.api.GET('/v1/pages/{page}', { params: { path: { page }, query } }));
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
