import { SCOPES } from '../../domain/events/event.ts';
import { localKey } from './keys.ts';

/** What is printed before Ready: where things are, the keys, and one request to try. */
export function bannerLines(url: string, userId: string | undefined): string[] {
  const query = userId === undefined ? 'limit=5' : `userId=${encodeURIComponent(userId)}&limit=5`;
  return [
    '',
    `  API      ${url}/v1      (OpenAPI: ${url}/v1/openapi.json, health: ${url}/v1/health)`,
    `  keys     ${SCOPES.map(localKey).join('  ')}`,
    `  try      curl -H 'x-api-key: ${localKey('server')}' '${url}/v1/pages/home?${query}&fields=title,price&locale=en'`,
    ...(userId === undefined
      ? []
      : [`           npx jangteo --url ${url} recommend --page home --user ${userId}`]),
    '',
  ];
}
