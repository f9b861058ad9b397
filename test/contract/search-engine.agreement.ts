import { beforeAll, describe, expect, it } from 'vitest';
import { type Random, randomOf } from '../../cli/sample/random.ts';
import type { IndexDocument } from '../../domain/ports.ts';
import { childDocument, itemDocument } from '../../domain/search/document.ts';
import {
  newListingsQuery,
  sameProductQuery,
  similarQuery,
  waitingQuery,
} from '../../domain/search/listing-queries.ts';
import { popularQuery } from '../../domain/search/popular-query.ts';
import type { Json, SearchRequest } from '../../domain/search/search.ts';
import {
  countOf,
  createIndex,
  type Hit,
  hitsOf,
  type SearchEngineUrl,
  write,
} from '../support/opensearch/client.ts';
import {
  NOW,
  randomConditions,
  randomDocuments,
  randomItems,
  randomPopular,
} from '../support/opensearch/market.ts';

const SEED = 20_261_101;
const ITEMS = 1200;
const QUERIES = 2500;
const COUNTS = 200;
const WALKS = 20;
/** Requests to each engine at once. */
const AT_ONCE = 8;
const TOLERANCE = 1e-5;

const items = randomItems(SEED, ITEMS);

function randomRequest(random: Random): SearchRequest {
  const conditions = randomConditions(random, items);
  const kind = random.int(5);
  const offers = { item: random.pick(items), conditions, size: 1 + random.int(40) };
  if (kind < 2) return popularQuery(randomPopular(random, items));
  if (kind === 2) return similarQuery(offers);
  if (kind === 3) return sameProductQuery(offers) ?? similarQuery(offers);
  const withinDays = 1 + random.int(60);
  return newListingsQuery({ conditions, withinDays, guarantee: random.int(40), size: 1 + random.int(40) });
}

/** What changes after the first load: late and early writes, removals, in one order on both engines. */
function randomChanges(random: Random): IndexDocument[] {
  return Array.from({ length: 600 }, () => {
    const item = random.pick(items);
    const late = NOW + random.int(2000) - 1000;
    if (random.chance(0.4))
      return itemDocument({ ...item, price: random.int(900), updatedAt: new Date(late).toISOString() });
    const all = random.chance(0.3) ? 0 : random.next() * 100;
    const impressions = all === 0 ? 0 : random.int(40);
    return childDocument({
      itemId: item.itemId,
      version: late,
      topOf: ['all'],
      impressions,
      popularity: { all },
    });
  });
}

/** Runs the same documents and requests on two engines: the same hits, in the same order, by the same scores. */
export function searchAgreementSuite(one: () => SearchEngineUrl, other: () => SearchEngineUrl) {
  const both = <T>(work: (engine: SearchEngineUrl) => Promise<T>) =>
    Promise.all([work(one()), work(other())]);

  const compare = async (requests: readonly SearchRequest[]) => {
    let compared = 0;
    for (let at = 0; at < requests.length; at += AT_ONCE) {
      const some = requests.slice(at, at + AT_ONCE);
      const [ours, theirs] = await both((engine) =>
        Promise.all(some.map((request) => hitsOf(engine, 'market', request))),
      );
      for (const [n, request] of some.entries()) expectSame(request, ours[n]!, theirs[n]!);
      compared += ours.reduce((sum, hits) => sum + hits.length, 0);
    }
    return compared;
  };

  describe('the embedded engine and OpenSearch agree', { timeout: 120_000 }, () => {
    beforeAll(async () => {
      const documents = randomDocuments(SEED, items);
      const [ours, theirs] = await both(async (engine) => {
        await createIndex(engine, 'market');
        return write(engine, 'market', documents);
      });
      expect(ours).toEqual(theirs);
    });

    it(`on ${QUERIES} random queries of the product`, async () => {
      const random = randomOf(SEED, 'queries');
      const requests = Array.from({ length: QUERIES }, () => randomRequest(random));
      // Most queries find something; a comparison of nothing would say nothing.
      expect(await compare(requests)).toBeGreaterThan(QUERIES * 5);
    });

    it(`on ${COUNTS} counts`, async () => {
      const random = randomOf(SEED, 'counts');
      for (let n = 0; n < COUNTS; n++) {
        const conditions = randomConditions(random, items);
        const query = waitingQuery({ conditions, withinDays: 1 + random.int(90), guarantee: random.int(40) });
        const [ours, theirs] = await both((engine) => countOf(engine, 'market', query));
        expect(ours, JSON.stringify(query)).toBe(theirs);
      }
    });

    it('on feeds to their ends, page by page', async () => {
      const random = randomOf(SEED, 'walks');
      for (let n = 0; n < WALKS; n++) {
        const asked = { ...randomPopular(random, items), size: 20 + random.int(60) };
        const seen = new Set<string>();
        let after: readonly Json[] | undefined;
        do {
          const request = popularQuery({ ...asked, after });
          const [ours, theirs] = await both((engine) => hitsOf(engine, 'market', request));
          expectSame(request, ours, theirs);
          for (const { _id } of ours) {
            expect(seen.has(_id), `${_id} came twice`).toBe(false);
            seen.add(_id);
          }
          after = ours.at(-1)?.sort;
        } while (after !== undefined);
      }
    });

    it('after late writes, older ones and removals', async () => {
      const random = randomOf(SEED, 'changes');
      const changes = randomChanges(random);
      const [ours, theirs] = await both((engine) => write(engine, 'market', changes));
      expect(ours).toEqual(theirs);
      expect(new Set(ours)).toEqual(new Set([200, 201, 404, 409]));
      expect(await compare(Array.from({ length: 300 }, () => randomRequest(random)))).toBeGreaterThan(1500);
    });
  });
}

function expectSame(request: SearchRequest, ours: readonly Hit[], theirs: readonly Hit[]): void {
  const words = JSON.stringify(request);
  expect(
    ours.map(({ _id }) => _id),
    words,
  ).toEqual(theirs.map(({ _id }) => _id));
  for (const [at, { _score, sort }] of ours.entries()) {
    // One float has several decimals that lead back to it.
    const [our, their] = [Math.fround(_score), Math.fround(theirs[at]!._score)];
    if (Math.abs(our - their) > TOLERANCE * their) expect(our, words).toBe(their);
    if (JSON.stringify(sort.slice(1)) !== JSON.stringify(theirs[at]!.sort.slice(1)))
      expect(sort, words).toEqual(theirs[at]!.sort);
  }
}
