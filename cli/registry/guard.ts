import type { PreviewReply } from '../../contract/api/registry.ts';
import { isEmptied } from '../../domain/registry/page-difference.ts';
import type { ApiClient } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { CliError } from '../errors.ts';
import { viewersOf } from '../merchandise/preview.ts';
import type { Change, Documents } from './compare.ts';
import { type Look, looksAt, providerOf, readMarket, sectionsOf } from './looks.ts';
import { listed } from './server.ts';

/** Whom pages are shown to beside nobody in particular. */
type Users = readonly string[];

/**
 * Looks at every page that changes touch as nobody in particular sees it, and as some users do.
 *
 * @param users ids, and cookies as `cookie:ID`
 * @throws CliError `empties-pages` naming those that show something now and would show nothing
 */
export async function guardPages(
  client: ApiClient,
  changes: readonly Change[],
  { server, local }: { readonly server: Documents; readonly local: Documents },
  users: Users = [],
): Promise<void> {
  const pages = touchedPages(changes, server, local);
  if (pages.length === 0) return;
  const market = await readMarket(client);
  const emptied: string[] = [];
  for (const page of pages)
    for (const look of looksAt(page, server, market))
      emptied.push(...(await emptiedIn(client, page, look, users, listed(changes, local))));
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
    .map((key) => key.slice('pages/'.length));
}

/** Who would see nothing any more, in words. */
async function emptiedIn(
  client: ApiClient,
  page: string,
  { about, context }: Look,
  users: Users,
  changes: ReturnType<typeof listed>,
): Promise<string[]> {
  const viewers = [{}, ...(users.length > 0 ? viewersOf(users) : [])];
  const body = { page, viewers, changes, ...(context && { context }) };
  try {
    const reply = await client.call<PreviewReply>('POST', '/v1/registry/preview', body);
    const emptied = reply.viewers.filter((viewer) => isEmptied(viewer.changes));
    return emptied.map(({ userId, cookieId }) => `${page}${about}${forWhom(userId ?? cookieId)}`);
  } catch (error) {
    // What the registry would refuse is told by the push itself, file by file.
    if (error instanceof ApiError && [400, 409].includes(error.status)) return [];
    throw error;
  }
}

const forWhom = (id: string | undefined): string => (id === undefined ? '' : ` for ${id}`);
