/**
 * Pages of the sample market's users under load, from the laptop's API and back: four sections, and the whole home page; each 50 a second
 * for a minute, then as many as it answers. The asking process, the gateway, the functions and the stores share the machine.
 *
 *     node bench/load.ts [seconds]
 *
 * Prints a JSON line a figure.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon, { type Request, type Result } from 'autocannon';
import { localKey } from '../cli/start/keys.ts';
import { report } from './report.ts';

const PORT = '3998';
const URL_OF = `http://127.0.0.1:${PORT}`;
const USERS = 500;
const SECONDS = Number(process.argv[2] ?? 60);

/** Those of the home page that ask for most: a history, rows, clusters, a feed. */
const FOUR = ['recently-viewed', 'for-you', 'because-you-viewed', 'feed'];

const market = await start();
try {
  const kinds: Readonly<Record<string, (user: string) => Request>> = {
    'four sections': (userId) => ({
      method: 'POST',
      path: '/v1/recommend',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userId, sections: FOUR, limits: 20, fields: ['title', 'price'] }),
    }),
    home: (userId) => ({ path: `/v1/pages/home?userId=${userId}&limit=20&fields=title,price` }),
  };
  for (const [kind, request] of Object.entries(kinds)) {
    // Each instance's code is compiled while it runs.
    await load(request, { connections: 4, duration: 30 });
    await sleep(2000);
    told(
      `${kind}, 50 requests/s for ${SECONDS} s`,
      await load(request, { overallRate: 50, connections: 20, duration: SECONDS }),
    );
    await sleep(2000);
    for (const connections of [1, 4, 16])
      told(
        `${kind}, ${connections} at once, as fast as it goes`,
        await load(request, { connections, duration: 15 }),
      );
  }
} finally {
  market.kill('SIGINT');
  await once(market, 'exit');
}

/** `npm start` with the sample market, once it is ready. */
async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['cli/start.ts'], {
    cwd: new URL('..', import.meta.url),
    env: { ...process.env, PORT },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout! }))
    if (line.startsWith('Ready')) {
      child.stdout!.resume();
      return child;
    }
  throw new Error('the market ended before it was ready');
}

/** The same request for all users in turn. */
function load(
  request: (userId: string) => Request,
  how: { overallRate?: number; connections: number; duration: number },
): Promise<Result> {
  const key = { 'x-api-key': localKey('server') };
  return autocannon({
    url: URL_OF,
    requests: Array.from({ length: USERS }, (_, user) => {
      const asked = request(`u${String(user).padStart(4, '0')}`);
      return { ...asked, headers: { ...key, ...asked.headers } };
    }),
    ...how,
  });
}

function told(what: string, { latency, requests, errors, timeouts, non2xx }: Result): void {
  report(`load: ${what}: p50`, latency.p50, 'ms');
  report(`load: ${what}: p99`, latency.p99, 'ms');
  report(`load: ${what}: answered`, requests.average, 'requests/s');
  report(`load: ${what}: errors`, errors + timeouts + non2xx, 'requests');
}
