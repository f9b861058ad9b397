import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startLocal } from '../../../local/index.ts';
import { recorder, writeAssembly } from './fixture.ts';
import { app, bundles, data } from './shop.ts';

let cloud: LocalCloud;
const said = recorder();
beforeAll(async () => {
  cloud = await startLocal({
    assembly: writeAssembly({ App: app, Data: data }, bundles),
    port: 0,
    log: said.log,
  });
});
afterAll(() => cloud.stop());

/** What the fixture’s function echoes. */
interface Echo {
  event: Record<string, unknown>;
  env: Record<string, string>;
  name: string;
  left: number;
}

const echo = async (answer: Response) => (await answer.json()) as Echo;
const get = (path: string, init?: RequestInit) => fetch(cloud.apiUrl + path, init);

describe('the HTTP API', () => {
  it('gives a function the request as payload format 2.0', async () => {
    const answer = await get('/items/a%20b?x=1&x=2&y=%26', {
      headers: { cookie: 'q=1; r=2', 'X-Own': 'é'.normalize('NFD').slice(0, 1) },
    });
    const { event, name, left } = await echo(answer);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /items/{itemId}',
      rawPath: '/items/a%20b',
      rawQueryString: 'x=1&x=2&y=%26',
      cookies: ['q=1', 'r=2'],
      queryStringParameters: { x: '1,2', y: '&' },
      pathParameters: { itemId: 'a b' },
      isBase64Encoded: false,
      requestContext: {
        stage: '$default',
        http: { method: 'GET', path: '/items/a%20b', protocol: 'HTTP/1.1' },
      },
    });
    expect(event.headers).toMatchObject({ 'x-own': 'e' });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(name).toBe('App-Hello');
    expect(left).toBeGreaterThan(9_000);
  });

  it('passes a JSON body as text and any other as base64', async () => {
    const json = await echo(
      await get('/x', {
        method: 'POST',
        body: '{"a":"가"}',
        headers: { 'content-type': 'application/json' },
      }),
    );
    expect(json.event).toMatchObject({
      routeKey: 'ANY /{proxy+}',
      body: '{"a":"가"}',
      isBase64Encoded: false,
      pathParameters: { proxy: 'x' },
    });
    const gzip = await echo(
      await get('/x', {
        method: 'POST',
        body: new Uint8Array([31, 139]),
        headers: { 'content-type': 'application/gzip' },
      }),
    );
    expect(gzip.event).toMatchObject({ body: 'H4s=', isBase64Encoded: true });
  });

  it('answers with the status, headers, cookies and body of the function', async () => {
    const answer = await get('/a');
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-own')).toBe('yes');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    const binary = await get('/binary');
    expect(binary.headers.get('content-type')).toBe('image/png');
    expect([...new Uint8Array(await binary.arrayBuffer())]).toEqual([1, 2, 255]);
    const plain = await get('/plain');
    expect([plain.status, plain.headers.get('content-type'), await plain.text()]).toEqual([
      200,
      'application/json',
      'just text',
    ]);
  });

  it.each(['/boom', '/bad', '/large'])(
    'answers 500 without the reason when the function gives no answer (%s)',
    async (path) => {
      const answer = await get(path);
      expect([answer.status, await answer.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    },
  );

  it('hides nothing of ours in the environment, and resolves what the template refers to', async () => {
    const { env } = await echo(await get('/a'));
    expect(env).toMatchObject({
      TABLE: 'Data-Items',
      MACHINE: 'arn:aws:states:us-east-1:000000000000:stateMachine:App-Machine',
      TZ: ':UTC',
    });
    expect(env.AWS_ENDPOINT_URL_KINESIS).toBe(cloud.endpoints.kinesis);
    for (const name of ['VITEST', 'NODE_ENV', 'NODE_CHANNEL_FD', 'NODE_OPTIONS'])
      expect(env).not.toHaveProperty(name);
  });

  it('answers 404 where no route leads, and 429 over the route’s throttle', async () => {
    const none = await get('/');
    expect([none.status, await none.json()]).toEqual([404, { message: 'Not Found' }]);
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await get('/limited')).status);
    expect(statuses).toEqual([201, 201, 429]);
  });

  it('answers 413 to a body over 10 MB and 431 to headers over 10,240 bytes', async () => {
    const large = await get('/x', { method: 'POST', body: 'x'.repeat(10 * 1024 * 1024 + 1) });
    expect([large.status, await large.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
    expect((await get('/x', { headers: { 'x-long': 'x'.repeat(10_300) } })).status).toBe(431);
    expect((await get('/x', { headers: { 'x-long': 'x'.repeat(9_000) } })).status).toBe(201);
  });

  it('answers preflights itself and adds CORS headers for allowed origins only', async () => {
    const ask = { origin: 'https://shop.example', 'access-control-request-method': 'GET' };
    const preflight = await get('/a', { method: 'OPTIONS', headers: ask });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'x-api-key',
      'access-control-max-age': '60',
    });
    const foreign = await get('/a', { headers: { origin: 'https://evil.example' } });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    const own = await get('/a', { headers: { origin: 'https://shop.example' } });
    expect(own.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  });

  it('listens on loopback only, at the URL that the output says', async () => {
    expect(cloud.outputs.App?.Url).toBe(`${cloud.apiUrl}/`);
    const { port } = new URL(cloud.apiUrl);
    const refused = await new Promise((resolve) => {
      const socket = connect(Number(port), '127.0.0.2');
      socket.on('error', () => resolve(true)).on('connect', () => resolve(false));
    });
    expect(refused).toBe(true);
  });

  it('prints JSON log lines as words and leaves metrics out', () => {
    expect(said.texts('hello')).toContain('hello path=/items/a%20b');
    expect(said.texts('hello').join()).not.toContain('_aws');
  });
});
