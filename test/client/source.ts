import openapiTS, { astToString } from 'openapi-typescript';
import { openApi } from '../../contract/api/openapi.ts';

const HEADER = `// Made by \`npm run generate\` from contract/api; do not edit.\n\n`;

/** Where the types of the HTTP API's client are kept. */
export const CLIENT_FILE = new URL('../../contract/client/schema.ts', import.meta.url);

/** The types of paths, operations and schemas, from the OpenAPI document: the same document, the same bytes. */
export async function clientSource(): Promise<string> {
  const document = withoutExamples(openApi()) as Parameters<typeof openapiTS>[0];
  const nodes = await openapiTS(document, { alphabetize: true });
  return HEADER + astToString(nodes);
}

/** Examples are for readers of the document; a type has no use for them. Names of parameters and fields stay. */
function withoutExamples(value: unknown, isMap = false): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutExamples(one));
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key]) => isMap || (key !== 'example' && key !== 'examples'));
  return Object.fromEntries(kept.map(([key, one]) => [key, withoutExamples(one, MAPS.has(key))]));
}

/** Members whose keys are names that we gave. */
const MAPS: ReadonlySet<string> = new Set(['properties', 'schemas', 'paths']);
