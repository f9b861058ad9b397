import { z } from 'zod';

/** Every code that an answer of 400 and above may carry, and what it says. A code is stable; new ones may come. */
export const PROBLEM_CODES = {
  'invalid-json': 'the body is no JSON in UTF-8',
  'invalid-body': 'a field of the body is wrong or unknown',
  'invalid-query': 'a query parameter is wrong or unknown',
  'invalid-parameter': 'a parameter in the path is wrong',
  'every-event-rejected': 'no event was valid; rejected lists why',
  'every-item-rejected': 'no item was valid; rejected lists why',
  'updated-in-future': 'updatedAt is more than 5 minutes ahead',
  'invalid-cursor': 'the cursor belongs elsewhere or is none',
  'expired-cursor': 'the cursor is older than a day',
  'answer-too-large': 'the answer would pass 6 MB',
  unauthorized: 'no key, or an unknown one',
  forbidden: "the key's scope is too small",
  'user-not-verified': "a browser key asked for a user without that user's token",
  'unknown-route': 'there is no such route',
  'unknown-item': 'there is no such item',
  'unknown-actor': 'nothing is known of the user or cookie',
  'unknown-receipt': 'there is no such receipt',
  'unknown-page': 'there is no such page',
  'unknown-section': 'there is no such section',
  'unknown-provider': 'there is no such provider',
  'unknown-job': 'there is no such job',
  'unknown-run': 'there is no such run',
  'unknown-version': 'there is no such version of the model',
  'unknown-kind': 'there is no such kind of document',
  'unknown-document': 'there is no such document, or no such version of it',
  'no-row': 'the batch job counted nothing for the item',
  'stale-write': 'a newer version of the item stands; updatedAt is its',
  'run-ended': 'the run to stop has ended',
  'version-refused': 'the gate refused this version',
  'pointer-moved': 'somebody else activated another version meanwhile',
  'job-busy': 'another version is being published',
  'invalid-document': 'the document is not as its kind asks',
  'broken-references': 'it would leave a document that names what is not there; broken lists each',
  'precondition-failed': 'the document is not what if-match or if-none-match asks; etag says what holds',
  'registry-moved': 'the registry is not at expectedRevision; revision says where it is',
  'registry-full': 'the registry holds as many documents as it may',
  'body-too-large': 'the body is larger than this route takes',
  'unsupported-media-type': 'not JSON in UTF-8, or compressed',
  internal: 'unforeseen; logged under the requestId',
  'store-unavailable': 'a store did not answer; try again after Retry-After',
  'registry-unavailable': 'what pages show could not be read; try again after Retry-After',
  'stream-unavailable': 'the stream did not answer; try again after Retry-After',
  'workflow-unavailable': 'the run could not be started or stopped; try again after Retry-After',
} as const;

const codes = Object.entries(PROBLEM_CODES).map(([code, meaning]) => `- \`${code}\`: ${meaning}`);

/** RFC 9457, what every answer of 400 and above is. */
export const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({
      description: ['stable; new ones may come', '', ...codes].join('\n'),
      'x-extensible-enum': Object.keys(PROBLEM_CODES),
    }),
    detail: z.string().meta({ description: 'names the field and the value got' }),
    errors: z.array(z.object({ field: z.string(), message: z.string(), got: z.string() })).optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

const example = (status: number, title: string, code: keyof typeof PROBLEM_CODES, detail: string) => ({
  type: `urn:jangteo:problem:${code}`,
  title,
  status,
  code,
  detail,
  requestId: 'V0xkKi8yoAMEVjQ=',
});
const price = { field: 'price', message: 'expected number', got: '"free"' };

/** The commonest problems, as OpenAPI shows them. */
export const PROBLEM_EXAMPLES = {
  'invalid-body': {
    ...example(400, 'Bad Request', 'invalid-body', 'price: expected number, got "free"'),
    errors: [price],
  },
  unauthorized: example(401, 'Unauthorized', 'unauthorized', 'header x-api-key is missing'),
  'unknown-item': example(404, 'Not Found', 'unknown-item', 'itemId: no such item, got "i43"'),
  'store-unavailable': example(
    503,
    'Service Unavailable',
    'store-unavailable',
    'the store did not answer; try again',
  ),
} as const;
