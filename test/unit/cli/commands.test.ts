import { createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { serviceAt } from '../../../cli/commands/doctor.ts';
import { pageLines, recommendCommand } from '../../../cli/commands/recommend.ts';
import { parameter, runCommand } from '../../../cli/commands/run.ts';
import { contextOf } from '../../../cli/context.ts';
import { UsageError } from '../../../cli/errors.ts';
import { runProgram } from '../../../cli/program.ts';
import { startOptions } from '../../../cli/start/options.ts';
import { ensureFree } from '../../../cli/start/port.ts';
import { tableLines, widthOf } from '../../../cli/table.ts';
import type { PageReply } from '../../../contract/api/recommend.ts';
import { fakeApi, keptOutput, refusedError } from './support/fake-api.ts';

describe('jangteo run', () => {
  const started = '2026-11-23T09:00:00.000Z';
  const step = (name: string, state: string, more = {}) => ({
    step: name,
    state,
    startedAt: started,
    ...more,
  });
  const run = (state: string, steps: unknown[], more = {}) => ({
    runId: 'r1',
    job: 'together',
    state,
    parameters: {},
    startedAt: started,
    counts: {},
    steps,
    ...more,
  });
  const over = { endedAt: '2026-11-23T09:00:01.500Z' };

  it('starts a run and prints its id', async () => {
    const { client, calls } = fakeApi(() => ({ status: 202, body: { runId: 'r1' } }));
    const output = keptOutput();
    expect(await runCommand({ client, output, addressGiven: false }, 'together', { topK: 5 }, false)).toBe(0);
    expect(calls).toMatchObject([{ method: 'POST', path: '/v1/runs/together', body: { topK: 5 } }]);
    expect(output.lines).toEqual(['r1']);
  });

  it('follows the steps, each told once when it is over, parts taken together', async () => {
    const answers = [
      run('running', [step('plan', 'running')]),
      run('running', [step('plan', 'succeeded', over), step('count', 'running', { part: 0 })]),
      run('succeeded', [
        step('plan', 'succeeded', over),
        step('count', 'succeeded', { part: 0, counts: { rows: 1200 }, ...over }),
        step('count', 'succeeded', { part: 1, counts: { rows: 34 }, ...over }),
      ]),
    ];
    const { client } = fakeApi((call) =>
      call.method === 'POST'
        ? { status: 202, body: { runId: 'r1' } }
        : { status: 200, body: answers.shift() },
    );
    const output = keptOutput();
    expect(await runCommand({ client, output, addressGiven: false }, 'together', {}, true)).toBe(0);
    expect(output.lines).toEqual([
      'r1',
      '  ✓ plan  1.5 s',
      '  ✓ count ×2  1.5 s  rows 1,234',
      'r1 succeeded',
    ]);
  });

  it('fails in the words of the run, and gives scripts the run as JSON', async () => {
    const failed = run('failed', [step('plan', 'failed', { error: 'the archive is empty', ...over })], {
      error: 'plan: the archive is empty',
    });
    const { client } = fakeApi((call) =>
      call.method === 'POST' ? { status: 202, body: { runId: 'r1' } } : { status: 200, body: failed },
    );
    const output = keptOutput(true);
    await expect(runCommand({ client, output, addressGiven: false }, 'together', {}, true)).rejects.toThrow(
      'run r1 failed: plan: the archive is empty',
    );
    expect(output.lines.map((line) => JSON.parse(line))).toEqual([failed]);
    expect(output.errors).toContain('  ✗ plan  1.5 s failed: the archive is empty');
  });

  it('reads parameters as JSON where they are, else as text', () => {
    const texts = [
      'topK=5',
      'kinds=["view"]',
      'asOf=2026-01-01T00:00:00.000Z',
      'note=a=b',
      'topK=6',
      '__proto__=1',
    ];
    const read = texts.reduce<Record<string, unknown>>((before, text) => parameter(text, before), {});
    expect(JSON.stringify(read)).toBe(
      '{"topK":6,"kinds":["view"],"asOf":"2026-01-01T00:00:00.000Z","note":"a=b","__proto__":1}',
    );
    expect(() => parameter('topK')).toThrow('--param takes name=value, got "topK"');
  });
});

describe('jangteo recommend', () => {
  const page: PageReply = {
    page: 'home',
    sections: [
      {
        section: 'for-you',
        title: 'For you',
        titleKey: 'x',
        recommendationId: 'r',
        provider: 'for-you',
        personal: true,
        degraded: ['models'],
        items: [
          {
            itemId: 'i1',
            position: 0,
            score: 0.51234,
            reason: 'history',
            tier: 'personal',
            item: { title: '린넨 셔츠', price: 39000, currency: 'KRW' },
          },
        ],
      },
      {
        section: 'buy-again',
        title: 'Buy again',
        titleKey: 'x',
        recommendationId: 'r',
        provider: 'p',
        personal: false,
        items: [],
        omitted: 'has 0 items, needs 2',
      },
    ],
  };
  it('shows each item in a row, and why a section is thin or left out', () => {
    const text = pageLines(page).join('\n');
    expect(text).toMatch(/0 {2}i1 +린넨 셔츠 +39,000 KRW +0\.5123 +personal +history/);
    expect(text).toContain('degraded: models');
    expect(text).toContain('left out: has 0 items, needs 2');
  });
  it('asks for the page with what it was given', async () => {
    const { client, calls } = fakeApi(() => ({ status: 200, body: page }));
    const output = keptOutput(true);
    await recommendCommand(
      { client, output, addressGiven: false },
      { page: 'home', user: 'a b', explain: true },
    );
    expect(calls[0]!.path).toBe(
      '/v1/pages/home?fields=title,price,currency,status&userId=a%20b&explain=true',
    );
    expect(JSON.parse(output.lines[0]!)).toEqual(page);
  });
});

describe('jangteo doctor', () => {
  const api = (statuses: Record<string, number>) =>
    fakeApi(({ path }) => ({
      status: statuses[path] ?? 404,
      body: path === '/v1/health' ? { status: 'ok' } : {},
    }));
  it.each([
    [
      { '/v1/health': 200, '/v1/runs/jobs': 200 },
      { scope: 'admin', well: true },
    ],
    [
      { '/v1/health': 200, '/v1/runs/jobs': 403, '/v1/items/batch-get': 200 },
      { scope: 'server', well: true },
    ],
    [
      { '/v1/health': 200, '/v1/runs/jobs': 403, '/v1/items/batch-get': 403 },
      { scope: 'browser', well: true },
    ],
    [
      { '/v1/health': 200, '/v1/runs/jobs': 401 },
      { scope: 'the key is not known there', well: false },
    ],
    [
      { '/v1/health': 502, '/v1/runs/jobs': 502, '/v1/items/batch-get': 502 },
      { health: 'answered 502', well: false },
    ],
  ])('reads health and scope from %j', async (statuses, expected) => {
    expect(await serviceAt(api(statuses as Record<string, number>).client)).toMatchObject({
      answers: true,
      ...expected,
    });
  });
  it('says that nothing answers', async () => {
    const { client } = fakeApi(() => Promise.reject(refusedError()));
    expect(await serviceAt(client)).toMatchObject({
      answers: false,
      health: expect.stringContaining('npm start'),
    });
  });
});

describe('the command line', () => {
  it.each([
    [['nonsense']],
    [['recommend']],
    [['import', 'events']],
    [['import', 'bogus', 'x']],
    [['import', 'items', 'x.ndjson', '--archive']],
    [['run', 'together', '--param', 'x']],
    [['--url', 'ftp://x', 'doctor']],
  ])('exits with 2 on wrong usage: %j', async (args) => {
    const silent = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await runProgram(args)).toBe(2);
    silent.mockRestore();
  });

  it('exits with 1 in words when nothing answers', async () => {
    const port = await freePort();
    const said: string[] = [];
    const silent = vi
      .spyOn(process.stderr, 'write')
      .mockImplementation((text) => said.push(String(text)) > 0);
    expect(await runProgram(['recommend', '--page', 'home', '--url', `http://127.0.0.1:${port}`])).toBe(1);
    silent.mockRestore();
    expect(said.join('')).toMatch(/^jangteo: nothing answers at http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)/);
  });

  it('takes address and key from options, else the environment, else the laptop', () => {
    const read = (options: object, env: object) => {
      const { client } = contextOf(options, env as NodeJS.ProcessEnv);
      return [client.url, client.key];
    };
    expect(read({}, {})).toEqual(['http://127.0.0.1:3000', 'local-admin']);
    const env = { JANGTEO_URL: 'https://a.test/v1/', JANGTEO_API_KEY: 'e' };
    expect(read({}, env)).toEqual(['https://a.test', 'e']);
    expect(read({ url: 'http://b.test', key: 'o' }, env)).toEqual(['http://b.test', 'o']);
  });
});

describe('npm start', () => {
  it('reads its options, the port from PORT unless given', () => {
    expect(startOptions(['--empty', '--data', 'd'], { PORT: '4000' })).toEqual({
      port: 4000,
      empty: true,
      once: false,
      dataDir: 'd',
      search: 'embedded',
    });
    expect(startOptions(['--once', '--port', '4001'], { PORT: '4000' })).toEqual({
      port: 4001,
      empty: false,
      once: true,
      dataDir: undefined,
      search: 'embedded',
    });
    expect(startOptions([], {})).toMatchObject({ port: 3000 });
  });
  it.each([
    [['--port', '0']],
    [['--port', 'x']],
    [['--nope']],
    [['extra']],
    [['--data', '']],
    [['--search', 'elsewhere']],
  ])('refuses %j', (args) => {
    expect(() => startOptions(args, {})).toThrow(UsageError);
  });
  it('says which port is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await expect(ensureFree(port)).rejects.toThrow(`port ${port} on 127.0.0.1 is in use`);
    await new Promise((resolve) => server.close(resolve));
    await expect(ensureFree(port)).resolves.toBeUndefined();
  });
});

describe('tables', () => {
  it('count Hangul as two cells and clip what is too long', () => {
    expect([widthOf('abc'), widthOf('한글'), widthOf('🎧')]).toEqual([3, 4, 2]);
    const lines = tableLines(
      [
        { title: 'a', max: 5 },
        { title: 'n', align: 'right' },
      ],
      [
        ['한글입니다', '1'],
        ['x\ny', '22'],
      ],
    );
    expect(lines).toEqual(['a       n', '─────  ──', '한글…   1', 'x y    22']);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
