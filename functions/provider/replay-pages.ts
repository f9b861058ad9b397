import { replayParameters } from '../../contract/api/runs.ts';
import type { Nothing, PartInput } from '../../contract/batch.ts';
import { replayRequestsKey, replayTallyKey } from '../../contract/replays.ts';
import type { Registry } from '../../domain/registry/registry.ts';
import type { PageRequest } from '../../domain/replay/requests.ts';
import { type ReplayedPage, type Tally, tallyOf, united } from '../../domain/replay/tally.ts';
import type { ApiContext } from '../runtime/api.ts';
import { getJson, putJson } from '../runtime/files.ts';
import { Problem } from '../runtime/problems.ts';
import { registriesUnder } from '../runtime/registry/proposed.ts';
import { runStep } from '../runtime/step.ts';
import { type MadePage, makePage } from './recommend/page.ts';
import { fromBody } from './recommend/query.ts';
import { readersOf } from './recommend/readers.ts';
import { type AskedAgain, askedAgain, categoriesOf } from './replay/categories.ts';
import { cutAt } from './replay/cut.ts';

interface Registries {
  readonly now: Registry;
  readonly proposed: Registry;
}

/**
 * Second step of the replay job: makes the pages of a part's requests with the documents that hold and with the proposed ones, as of one
 * moment, for viewers who have done nothing since their request, and adds up how they differ.
 *
 * @throws Problem 400, 409 for documents that could not be stored; 503 when something could not be read
 */
export async function replayPages(input: PartInput, api: ApiContext): Promise<Nothing> {
  const { stores, clock } = api;
  return runStep('replay-pages', input, stores.runs, clock, async () => {
    const { runId, part } = input;
    const { changes } = replayParameters.parse(input.parameters);
    const requests = await getJson<PageRequest[]>(stores.artefacts, replayRequestsKey(runId, part));
    const { now, proposed } = await registriesUnder(changes, stores);
    const registries = { now: now(), proposed };
    const known = requests.filter(({ page }) => isKnown(page, registries));
    const categoryOf = await categoriesOf(known, stores.items);
    const asked = known.flatMap((request) => askedAgain(request, categoryOf));
    const tallies: Tally[] = [];
    for (const request of asked) tallies.push(await replayOne(request, registries, api, clock()));
    await putJson(stores.artefacts, replayTallyKey(runId, part), united(tallies));
    return { result: {}, counts: { replayed: asked.length, unknownPages: requests.length - asked.length } };
  });
}

/** A page of the shop's own that no registry has is nothing that a change could change. */
const isKnown = (page: string, { now, proposed }: Registries): boolean =>
  now.pages.has(page) || proposed.pages.has(page);

async function replayOne(
  request: AskedAgain,
  { now, proposed }: Registries,
  api: ApiContext,
  moment: number,
): Promise<Tally> {
  const then = cutAt(api, request.at);
  const [before, after] = [
    await pageUnder(now, request, { api: then, world: api, now: moment }),
    await pageUnder(proposed, request, { api: then, world: api, now: moment }),
  ];
  return tallyOf(request, before, after);
}

interface At {
  readonly api: ApiContext;
  /** Whose readers remember models and snapshots for all pages. */
  readonly world: ApiContext;
  readonly now: number;
}

async function pageUnder(
  registry: Registry,
  { page, userId, cookieId, itemId, category, platform }: AskedAgain,
  { api, world, now }: At,
): Promise<ReplayedPage> {
  if (!registry.pages.has(page)) return { sections: [], facts: new Map() };
  const context = { ...(itemId !== undefined && { itemIds: [itemId] }), category, platform };
  const query = fromBody({ page, userId, cookieId, context }, registry);
  const { registry: _, ...readers } = readersOf(world);
  const made = whole(await makePage(query, { api, ...readers, registry, now }));
  const sections = made.sections.map(({ served, document, filled }) => ({
    section: document.name,
    itemIds: served ? filled.picked.map((one) => one.itemId) : [],
  }));
  return {
    sections,
    facts: factsOf(
      sections.flatMap(({ itemIds }) => itemIds),
      made,
    ),
  };
}

function factsOf(itemIds: readonly string[], { context }: MadePage) {
  return new Map(
    itemIds.map((one) => {
      const item = context.items.get(one);
      return [one, { category: item?.categories.at(-1) ?? '', seller: item?.sellerId ?? '' }] as const;
    }),
  );
}

/** Half a page beside a whole one would be a difference that no document makes. @throws Problem 503 */
function whole(page: MadePage): MadePage {
  const missing = [...new Set(page.sections.flatMap(({ degraded }) => degraded))];
  if (missing.length === 0) return page;
  const words = `a page could not be made whole: ${missing.join(', ')} did not answer`;
  throw new Problem(503, 'store-unavailable', words);
}
