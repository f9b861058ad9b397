import { missingForOpenSearch, startOpenSearch } from '../../../cli/start/opensearch.ts';

/** Why there is no real OpenSearch here; undefined when there is one. With CI=true there has to be. */
const missing = await missingForOpenSearch();
if (missing !== undefined && !process.env.CI) console.warn(`no tests on a real OpenSearch: ${missing}`);

/** Whether to leave out what needs a real OpenSearch. Where it must run, starting it fails in words. */
export const withoutOpenSearch = missing !== undefined && !process.env.CI;

export { startOpenSearch };
