import type { PreviewBody, PreviewReply, RegistryReply } from '../../contract/api/registry.ts';
import type { ApiClient } from '../api/client.ts';
import { CliError } from '../errors.ts';
import { type Column, tableLines } from '../table.ts';
import type { Provider } from './decisions.ts';

export interface PreviewFlags {
  /** Users, and cookies as `cookie:ID`; true for nobody in particular. */
  readonly preview?: readonly string[] | true;
  /** Else every page that shows the provider, as far as it is about nothing. */
  readonly page?: string;
  /** The item that the page is about. */
  readonly at?: string;
}
type Viewer = PreviewBody['viewers'][number];
type Previewed = PreviewReply['viewers'][number];

const COOKIE = 'cookie:';

/** Whom a preview is for. */
export const viewersOf = (preview: readonly string[] | true): Viewer[] =>
  preview === true || preview.length === 0
    ? [{}]
    : preview.map((one) =>
        one.startsWith(COOKIE) ? { cookieId: one.slice(COOKIE.length) } : { userId: one },
      );

/** What viewers would see under a provider's document, page by page. @throws CliError when no page shows it */
export async function previewsOf(
  client: ApiClient,
  registry: RegistryReply,
  provider: Provider & { readonly name?: unknown },
  { preview = true, page, at }: PreviewFlags,
): Promise<PreviewReply[]> {
  const name = String(provider.name);
  const pages = page === undefined ? pagesShowing(registry, name) : [page];
  if (pages.length === 0)
    throw new CliError('no-page', `no page shows provider ${name}; nothing would be seen of the change`);
  const body = {
    viewers: viewersOf(preview),
    changes: [{ kind: 'providers', name, document: provider }],
    fields: ['title'],
    ...(at !== undefined && { context: { itemIds: [at] } }),
  };
  const replies: PreviewReply[] = [];
  for (const one of pages)
    replies.push(await client.call('POST', '/v1/registry/preview', { ...body, page: one }));
  return replies;
}

/** It is about a category, which a preview of a provider has no word for. */
const CATEGORY_PAGE = 'category';

/** The pages that show a provider in a section. */
export function pagesShowing({ documents }: RegistryReply, provider: string): string[] {
  const sections = new Set(
    documents.flatMap(({ kind, name, document }) =>
      kind === 'sections' && document?.provider === provider ? [name] : [],
    ),
  );
  const shows = (document: unknown) =>
    (document as { readonly sections: readonly unknown[] }).sections.some(
      (one) => typeof one === 'string' && sections.has(one),
    );
  return documents.flatMap(({ kind, name, document }) =>
    kind === 'pages' && name !== CATEGORY_PAGE && shows(document) ? [name] : [],
  );
}

const COLUMNS: readonly Column[] = [
  { title: '#', align: 'right' },
  { title: 'now', max: 50 },
  { title: '' },
  { title: 'would be', max: 50 },
];

/** A table for each section that changes, of each viewer. */
export const previewLines = (replies: readonly PreviewReply[]): string[] =>
  replies.flatMap(({ page, viewers }) => viewers.flatMap((viewer) => viewerLines(page, viewer)));

function viewerLines(page: string, viewer: Previewed): string[] {
  const changing = viewer.changes.filter(
    ({ entered, left, moved }) => entered.length + left.length + moved > 0,
  );
  const title = `page ${page} for ${viewer.userId ?? viewer.cookieId ?? 'nobody in particular'}`;
  if (changing.length === 0) return [`${title}: the same as now`, ''];
  return [title, ...changing.flatMap(({ section }) => sectionLines(section, viewer)), ''];
}

function sectionLines(name: string, { now, proposed }: Previewed): string[] {
  const [before, after] = [shownIn(now, name), shownIn(proposed, name)];
  const rows = Array.from({ length: Math.max(before.length, after.length) }, (_, place) => {
    const same = before[place] === after[place];
    return [String(place), before[place] ?? '', same ? '' : '→', after[place] ?? ''];
  });
  const heading = after.length === 0 ? `  ${name}: would show nothing` : `  ${name}`;
  return [heading, ...tableLines(COLUMNS, rows).map((line) => `  ${line}`)];
}

const shownIn = (page: Previewed['now'], name: string): string[] =>
  (page?.sections.find(({ section }) => section === name)?.items ?? []).map(({ itemId, item }) =>
    [itemId, item?.title].filter((one) => one !== undefined).join(' '),
  );
