import { describe, expect, it } from 'vitest';
import { corsHeaders, preflightHeaders } from '../../../local/http/cors.ts';
import { toReply } from '../../../local/http/payload.ts';
import { RouteTable } from '../../../local/http/routes.ts';
import { TokenBucket } from '../../../local/http/throttle.ts';
import { Meter } from '../../../local/services/meter.ts';

describe('routes', () => {
  const keys = [
    'GET /items',
    'GET /items/{itemId}',
    'GET /items/batch',
    'ANY /items/{itemId}',
    'ANY /{proxy+}',
    'GET /items/{itemId}/together',
    '$default',
    'GET /a/{rest+}',
  ];
  const table = new RouteTable(keys.map((key) => ({ key, target: key })));
  const match = (method: string, path: string) => {
    const found = table.match(method, path);
    return [found?.route.key, found?.parameters];
  };

  it.each<[string, string, string, Record<string, string>]>([
    ['GET', '/items', 'GET /items', {}],
    ['GET', '/items/', 'GET /items', {}],
    ['GET', '/items/batch', 'GET /items/batch', {}],
    ['GET', '/items/%EA%B0%80', 'GET /items/{itemId}', { itemId: '가' }],
    ['GET', '/items/100%', 'GET /items/{itemId}', { itemId: '100%' }],
    ['PUT', '/items/1', 'ANY /items/{itemId}', { itemId: '1' }],
    ['GET', '/items/1/together', 'GET /items/{itemId}/together', { itemId: '1' }],
    ['POST', '/items', 'ANY /{proxy+}', { proxy: 'items' }],
    ['GET', '/a/b/c', 'GET /a/{rest+}', { rest: 'b/c' }],
    ['GET', '/items/1/2/3', 'ANY /{proxy+}', { proxy: 'items/1/2/3' }],
    ['GET', '/', '$default', {}],
  ])('%s %s → %s', (method, path, key, parameters) => {
    expect(match(method, path)).toEqual([key, parameters]);
  });

  it('that make no sense are refused', () => {
    expect(() => new RouteTable([{ key: 'FETCH /x', target: 1 }])).toThrow('got the route key "FETCH /x"');
    expect(new RouteTable([{ key: 'GET /x', target: 1 }]).match('GET', '/y')).toBeUndefined();
  });
});

describe('throttles', () => {
  it('let a burst through, then the rate', () => {
    let now = 0;
    const bucket = new TokenBucket({ burst: 2, rate: 10 }, () => now);
    expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, false]);
    now = 100;
    expect([bucket.take(), bucket.take()]).toEqual([true, false]);
    now = 60_000;
    expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, false]);
  });

  it('of a shard count records and bytes', () => {
    let now = 0;
    const meter = new Meter(3, 100, () => now);
    expect([
      meter.admit('a', 60),
      meter.admit('a', 60),
      meter.admit('b', 60),
      meter.admit('a', 40),
      meter.admit('a', 0),
      meter.admit('a', 0),
    ]).toEqual([true, false, true, true, true, false]);
    now = 1000;
    expect(meter.admit('a', 100)).toBe(true);
  });
});

describe('CORS', () => {
  const cors = {
    origins: ['https://a.example', 'http://*'],
    methods: ['GET', 'POST'],
    headers: ['x-key'],
    exposed: ['etag'],
    maxAge: 5,
    credentials: true,
  };

  it('names the origin that asks, if it may read', () => {
    expect(corsHeaders(cors, 'https://a.example')).toMatchObject({
      'access-control-allow-origin': 'https://a.example',
      vary: 'origin',
      'access-control-expose-headers': 'etag',
    });
    expect(corsHeaders(cors, 'http://any.example')).toHaveProperty('access-control-allow-origin');
    expect(corsHeaders(cors, 'https://b.example')).toEqual({});
    expect(
      corsHeaders({ ...cors, origins: ['*'], credentials: false }, 'https://b.example')[
        'access-control-allow-origin'
      ],
    ).toBe('*');
  });

  it('answers a preflight for allowed methods only', () => {
    expect(preflightHeaders(cors, 'https://a.example', 'POST')['access-control-allow-methods']).toBe(
      'GET,POST',
    );
    expect(preflightHeaders(cors, 'https://a.example', 'DELETE')).toEqual({});
  });
});

describe('a function’s answer', () => {
  it('is what it says, or the body of a 200', () => {
    expect(toReply('{"statusCode":404,"body":"no"}')).toMatchObject({ status: 404, body: Buffer.from('no') });
    expect(toReply('{"a":1}')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"a":1}'),
    });
    expect(toReply('{"statusCode":200,"body":"AQI=","isBase64Encoded":true}')?.body).toEqual(
      Buffer.from([1, 2]),
    );
  });

  it.each(['{"statusCode":"soon"}', '{"statusCode":99}', '{"statusCode":200,"body":{"a":1}}'])(
    'is none when it makes no sense: %s',
    (payload) => {
      expect(toReply(payload)).toBeUndefined();
    },
  );
});
