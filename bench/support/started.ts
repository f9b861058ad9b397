import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ApiClient } from '../../cli/api/client.ts';
import { secondsSince } from './figures.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface Started {
  readonly client: ApiClient;
  readonly seconds: number;
  stop(): Promise<void>;
}

/** `npm start -- …` on a free port, as a process of its own, until it is Ready. */
export async function startSystem(...args: string[]): Promise<Started> {
  const port = await freePort();
  const from = performance.now();
  const child = spawn(process.execPath, ['cli/start.ts', '--port', String(port), ...args], { cwd: ROOT });
  let said = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said = `${said}${chunk}`.slice(-20_000);
        if (/^Ready/m.test(said)) resolve();
      });
    }
    ended.then((code) => reject(new Error(`the system ended with ${code} before it was ready:\n${said}`)));
  });
  return {
    client: new ApiClient({ url: `http://127.0.0.1:${port}`, key: 'local-admin' }),
    seconds: secondsSince(from),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
