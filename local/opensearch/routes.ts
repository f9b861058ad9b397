import { adminRoutes as admin } from './admin-routes.ts';
import { documentRoutes as documents } from './document-routes.ts';
import type { ApiAnswer, ApiRequest } from './request.ts';

interface Route {
  readonly methods: readonly string[];
  /** `*` stands for any one part of the path; the first route that fits answers. */
  readonly path: string;
  readonly parameters: readonly string[];
  readonly answer: (request: ApiRequest) => ApiAnswer;
}

const WAITS = ['timeout', 'cluster_manager_timeout', 'wait_for_active_shards'];
const READS = ['ignore_unavailable', 'expand_wildcards', 'allow_no_indices', 'local'];
const READ = ['GET', 'HEAD'];
const ASK = ['GET', 'POST'];
const WRITE = ['POST', 'PUT'];

/** The routes of OpenSearch's HTTP API that are here. */
export const ROUTES: readonly Route[] = [
  { methods: READ, path: '/', parameters: [], answer: admin.about },
  {
    methods: ['GET'],
    path: '/_cluster/health',
    parameters: ['wait_for_status', ...WAITS, ...READS],
    answer: admin.health,
  },
  { methods: ['GET'], path: '/_cat/indices', parameters: ['format', ...READS], answer: admin.catIndices },
  { methods: ['POST'], path: '/_aliases', parameters: WAITS, answer: admin.changeAliases },
  { methods: ['GET'], path: '/_aliases', parameters: READS, answer: admin.aliases },
  { methods: READ, path: '/_alias', parameters: READS, answer: admin.aliases },
  { methods: READ, path: '/_alias/*', parameters: READS, answer: admin.aliasNamed },
  {
    methods: WRITE,
    path: '/_bulk',
    parameters: ['refresh', 'require_alias', ...WAITS],
    answer: documents.write,
  },
  { methods: ASK, path: '/_mget', parameters: [], answer: documents.readMany },
  { methods: READ, path: '/*', parameters: READS, answer: admin.describe },
  { methods: ['PUT'], path: '/*', parameters: WAITS, answer: admin.create },
  { methods: ['DELETE'], path: '/*', parameters: [...WAITS, ...READS], answer: admin.drop },
  {
    methods: WRITE,
    path: '/*/_bulk',
    parameters: ['refresh', 'require_alias', ...WAITS],
    answer: documents.write,
  },
  { methods: ASK, path: '/*/_mget', parameters: [], answer: documents.readMany },
  {
    methods: ASK,
    path: '/*/_search',
    parameters: ['timeout', 'preference', 'request_cache', 'allow_partial_search_results', ...READS],
    answer: documents.find,
  },
  { methods: ASK, path: '/*/_count', parameters: READS, answer: documents.countAll },
  { methods: ASK, path: '/*/_refresh', parameters: READS, answer: admin.refresh },
  { methods: ['GET'], path: '/*/_mapping', parameters: READS, answer: admin.mappings },
  { methods: ['GET'], path: '/*/_settings', parameters: READS, answer: admin.settings },
  { methods: ['PUT'], path: '/*/_settings', parameters: [...WAITS, ...READS], answer: admin.configure },
  { methods: READ, path: '/*/_alias', parameters: READS, answer: admin.aliases },
  {
    methods: READ,
    path: '/*/_doc/*',
    parameters: ['routing', 'realtime', 'refresh'],
    answer: documents.readOne,
  },
];
