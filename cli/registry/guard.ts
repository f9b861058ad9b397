import type { PreviewReply } from '../../contract/api/registry.ts';
import type { ApiClient } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { CliError } from '../errors.ts';
import type { Change, Documents } from './compare.ts';
import { listed } from './server.ts';

/** It needs a category, which nobody can guess. */
const CATEGORY_PAGE = 'category';

/**
 * Looks at every page that changes touch as nobody in particular sees it.
 *
 * @throws CliError `empties-pages` naming those that show something now and would show nothing
 */
export async function guardPages(
  client: ApiClient,
  changes: readonly Change[],
  server: Documents,
  local: Documents,
): Promise<void> {
  const emptied: string[] = [];
  for (const page of touchedPages(changes, server, local))
    if (await isEmptied(client, page, changes, local)) emptied.push(page);
  if (emptied.length > 0) throw emptiesPages(emptied.join(', '));
}

export const emptiesPages = (pages: string): CliError =>
  new CliError(
    'empties-pages',
    `would show nothing any more: ${pages}; nothing was pushed, unless with --force`,
  );

/** Pages that were there, and stay, whose document, sections or providers change. */
export function touchedPages(changes: readonly Change[], server: Documents, local: Documents): string[] {
  const changed = new Set(changes.map(({ key }) => key));
  const deleted = new Set(changes.flatMap(({ key, what }) => (what === 'delete' ? [key] : [])));
  const isTouched = (section: string) =>
    changed.has(`sections/${section}`) ||
    [server, local].some((side) => changed.has(`providers/${providerOf(side, section)}`));
  const pages = [...server.keys()].filter((key) => key.startsWith('pages/') && !deleted.has(key));
  return pages
    .filter((key) => changed.has(key) || sectionsOf(local.get(key) ?? server.get(key)).some(isTouched))
    .map((key) => key.slice('pages/'.length))
    .filter((name) => name !== CATEGORY_PAGE);
}

const providerOf = (documents: Documents, section: string): unknown =>
  (documents.get(`sections/${section}`) as { readonly provider?: unknown } | undefined)?.provider;

/** What is no list is for the server to refuse. */
function sectionsOf(page: unknown): string[] {
  const sections = (page as { readonly sections?: unknown } | undefined)?.sections;
  return Array.isArray(sections) ? sections.filter((one) => typeof one === 'string') : [];
}

async function isEmptied(
  client: ApiClient,
  page: string,
  changes: readonly Change[],
  local: Documents,
): Promise<boolean> {
  const body = { page, viewers: [{}], changes: listed(changes, local) };
  try {
    const { summary } = await client.call<PreviewReply>('POST', '/v1/registry/preview', body);
    return summary.pagesEmptied > 0;
  } catch (error) {
    // What the registry would refuse is told by the push itself, file by file.
    if (error instanceof ApiError && [400, 409].includes(error.status)) return false;
    throw error;
  }
}
