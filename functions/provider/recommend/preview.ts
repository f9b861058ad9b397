import type { PreviewBody, PreviewReply } from '../../../contract/api/registry.ts';
import {
  isEmptied,
  pageDifference,
  type ShownSection,
  slotsChanged,
} from '../../../domain/registry/page-difference.ts';
import type { Registry } from '../../../domain/registry/registry.ts';
import { Problem } from '../../runtime/problems.ts';
import { registriesUnder } from '../../runtime/registry/proposed.ts';
import { answerOf } from './answer.ts';
import type { Kitchen } from './kitchen.ts';
import { makePage } from './page.ts';
import { fromBody } from './query.ts';

type Viewer = PreviewBody['viewers'][number];
type Kitchenware = Omit<Kitchen, 'registry'>;

/**
 * POST /registry/preview: what given viewers would see under proposed documents, beside what they see now. Nothing is stored, counted or
 * attributed.
 *
 * @param served what serves now
 * @throws Problem 400, 409 as a change of the registry would; 404 when neither registry has the page
 */
export async function previewPages(
  body: PreviewBody,
  kitchen: Kitchenware,
  served: Registry,
): Promise<PreviewReply> {
  const { proposed } = await registriesUnder(body.changes, kitchen.api.stores);
  const viewers: PreviewReply['viewers'] = [];
  for (const viewer of body.viewers) viewers.push(await previewOne(body, viewer, kitchen, served, proposed));
  return {
    page: body.page,
    viewers,
    summary: {
      slotsChanged: viewers.reduce((sum, { changes }) => sum + slotsChanged(changes), 0),
      pagesEmptied: viewers.filter(({ changes }) => isEmptied(changes)).length,
    },
  };
}

async function previewOne(
  body: PreviewBody,
  viewer: Viewer,
  kitchen: Kitchenware,
  served: Registry,
  proposed: Registry,
): Promise<PreviewReply['viewers'][number]> {
  const [now, then] = await Promise.all([
    pageUnder(served, body, viewer, kitchen),
    pageUnder(proposed, body, viewer, kitchen),
  ]);
  if (!now && !then)
    throw new Problem(404, 'unknown-page', `page: neither registry has the page ${body.page}`);
  return {
    ...viewer,
    ...(now && { now }),
    ...(then && { proposed: then }),
    changes: pageDifference(shownIn(now), shownIn(then)),
  };
}

type Page = NonNullable<PreviewReply['viewers'][number]['now']>;

const shownIn = (page: Page | undefined): ShownSection[] =>
  (page?.sections ?? []).map(({ section, items }) => ({
    section,
    itemIds: items.map(({ itemId }) => itemId),
  }));

/** A page under a registry; undefined where it has no such page. */
async function pageUnder(
  registry: Registry,
  { changes: _changes, viewers: _viewers, ...asked }: PreviewBody,
  viewer: Viewer,
  kitchen: Kitchenware,
): Promise<Page | undefined> {
  const { page } = asked;
  if (!registry.pages.has(page)) return undefined;
  const query = fromBody({ ...asked, ...viewer }, registry);
  const made = await makePage(query, { ...kitchen, registry });
  const sections = made.sections.map((section) =>
    answerOf(section, {
      query,
      context: made.context,
      recommendationId: PREVIEW,
      before: 0,
      nextCursor: undefined,
    }),
  );
  return { page, sections };
}

/** No recommendation was made that an event could be put down to. */
const PREVIEW = 'preview';
