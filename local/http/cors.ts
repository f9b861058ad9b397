export interface Cors {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly maxAge: number | undefined;
  readonly credentials: boolean;
}

type Headers = Record<string, string>;

/** Whether a configured origin covers a real one: exact, `*`, or a scheme with everything (`https://*`). */
function covers(configured: string, origin: string): boolean {
  if (configured === '*' || configured.toLowerCase() === origin.toLowerCase()) return true;
  const star = configured.indexOf('*');
  return (
    star >= 0 && origin.startsWith(configured.slice(0, star)) && origin.endsWith(configured.slice(star + 1))
  );
}

/** Headers that an HTTP API adds to every answer to a page of another origin; none when it may not read it. */
export function corsHeaders(cors: Cors, origin: string): Headers {
  if (!cors.origins.some((one) => covers(one, origin))) return {};
  const any = cors.origins.includes('*') && !cors.credentials;
  return {
    'access-control-allow-origin': any ? '*' : origin,
    ...(!any && { vary: 'origin' }),
    ...(cors.credentials && { 'access-control-allow-credentials': 'true' }),
    ...(cors.exposed.length > 0 && { 'access-control-expose-headers': cors.exposed.join(',') }),
  };
}

/** The answer to a preflight request, which no function gets to see. */
export function preflightHeaders(cors: Cors, origin: string, method: string): Headers {
  const allowed = cors.methods.includes('*') || cors.methods.includes(method);
  const headers = corsHeaders(cors, origin);
  if (!allowed || headers['access-control-allow-origin'] === undefined) return {};
  return {
    ...headers,
    'access-control-allow-methods': cors.methods.join(','),
    ...(cors.headers.length > 0 && { 'access-control-allow-headers': cors.headers.join(',') }),
    ...(cors.maxAge !== undefined && { 'access-control-max-age': String(cors.maxAge) }),
  };
}
