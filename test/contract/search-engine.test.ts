import { afterAll, beforeAll, describe } from 'vitest';
import type { RealOpenSearch } from '../../cli/start/opensearch.ts';
import { startEmbedded } from '../support/opensearch/embedded.ts';
import { startOpenSearch, withoutOpenSearch } from '../support/opensearch/real.ts';
import { searchAgreementSuite } from './search-engine.agreement.ts';
import { searchEngineSuite } from './search-engine.suite.ts';

let embedded: Awaited<ReturnType<typeof startEmbedded>>;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded.stop());
searchEngineSuite('embedded', () => embedded);

describe.skipIf(withoutOpenSearch)('with a real OpenSearch', () => {
  let real: RealOpenSearch;
  beforeAll(async () => {
    real = await startOpenSearch();
  }, 180_000);
  afterAll(() => real?.stop());
  searchEngineSuite('OpenSearch', () => real);
  searchAgreementSuite(
    () => embedded,
    () => real,
  );
});
