import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { exportParameters } from '../../../contract/api/runs.ts';
import type { ExportedPage } from '../../../contract/exports.ts';
import { Problem } from '../../runtime/problems.ts';
import { answerOf } from '../recommend/answer.ts';
import type { Kitchen } from '../recommend/kitchen.ts';
import { type MadePage, makePage } from '../recommend/page.ts';
import { fromBody, known, type PageQuery } from '../recommend/query.ts';
import { type Pause, patiently } from './patiently.ts';

interface Wanted {
  readonly runId: string;
  readonly asOf: string;
  readonly asked: z.infer<typeof exportParameters>;
  readonly userId: string;
}

/**
 * A user's page as a line of an export, sections without items left out. What could not be read is waited for.
 *
 * @throws Problem 404 for an unknown page or section; 503 when waiting did not help
 */
export async function userPage(wanted: Wanted, kitchen: Kitchen, pause: Pause): Promise<ExportedPage> {
  const { runId, asOf, asked, userId } = wanted;
  const query = queryOf(wanted, kitchen);
  const made = await patiently(async () => whole(await makePage(query, kitchen)), pause);
  const sections = made.sections
    .filter(({ served }) => served)
    .map((section) => {
      const recommendationId = idOf(runId, userId, section.document.name);
      const answer = answerOf(section, {
        query,
        context: made.context,
        recommendationId,
        before: 0,
        nextCursor: undefined,
      });
      const items = answer.items.map(({ itemId, item }) => ({ itemId, ...item }));
      return { section: answer.section, title: answer.title, recommendationId, items };
    });
  return { userId, page: asked.page, asOf, sections };
}

function queryOf({ asked, userId }: Wanted, { registry }: Kitchen): PageQuery {
  const { page, limit, fields, locale } = asked;
  const query = fromBody({ page, userId, limits: limit, fields, locale }, registry);
  const onPage = new Map(query.sections.map((name) => [name, name]));
  const sections = asked.sections?.map((name) => known('section', name, onPage));
  return sections ? { ...query, sections: query.sections.filter((name) => sections.includes(name)) } : query;
}

/** A request is better answered in part than late; an export is not. @throws Problem 503 naming what could not be read */
function whole(page: MadePage): MadePage {
  const missing = [...new Set(page.sections.flatMap(({ degraded }) => degraded))];
  if (missing.length === 0) return page;
  throw new Problem(
    503,
    'store-unavailable',
    `the page could not be made whole: ${missing.join(', ')} did not answer`,
  );
}

/** The same again when the part is made again. */
const idOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16).toString('base64url');
