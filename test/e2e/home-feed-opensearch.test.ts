import { afterAll, describe, it } from 'vitest';
import { missingForOpenSearch, type RealOpenSearch, startOpenSearch } from '../../cli/start/opensearch.ts';
import { homeFeedSuite } from './home-feed.suite.ts';

const missing = await missingForOpenSearch();
let real: RealOpenSearch | undefined;
afterAll(() => real?.stop());

if (missing === undefined)
  homeFeedSuite({
    name: 'OpenSearch 2.19',
    start: async () => {
      real = await startOpenSearch();
      return real.url;
    },
  });
else
  describe('the home feed on a real OpenSearch', () => {
    it.skipIf(process.env.CI !== 'true')(`can run here: ${missing}`, () => {
      throw new Error(missing);
    });
  });
