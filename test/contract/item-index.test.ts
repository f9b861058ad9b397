import { afterAll, beforeAll, describe } from 'vitest';
import type { RealOpenSearch } from '../../cli/start/opensearch.ts';
import { startEmbedded } from '../support/opensearch/embedded.ts';
import { startOpenSearch, withoutOpenSearch } from '../support/opensearch/real.ts';
import { itemIndexSuite } from './item-index.suite.ts';

let embedded: Awaited<ReturnType<typeof startEmbedded>>;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded.stop());
itemIndexSuite('embedded', () => embedded.url);

describe.skipIf(withoutOpenSearch)('with a real OpenSearch', () => {
  let real: RealOpenSearch;
  beforeAll(async () => {
    real = await startOpenSearch();
  }, 180_000);
  afterAll(() => real?.stop());
  itemIndexSuite('OpenSearch', () => real.url);
});
