import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ROOT } from './support/system.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});

/** `npm start -- …` without npm: its words, and its end. */
function start(...args: string[]) {
  const child = spawn(process.execPath, [join(ROOT, 'cli', 'start.ts'), ...args], { cwd: ROOT });
  children.push(child);
  let said = '';
  const heard: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
      for (const hear of heard) hear();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ready = new Promise<void>((resolve, reject) => {
    heard.push(() => /^Ready/m.test(said) && resolve());
    ended.then((code) => reject(new Error(`ended with ${code} before it was ready:\n${said}`)));
  });
  ready.catch(() => {});
  return { child, ended, ready, said: () => said };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const isOpen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket.destroy() !== undefined)).once('error', () => resolve(false));
  });

/** Processes below a process, where /proc tells. */
function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      parents.set(Number(name), Number(fields[1]));
    } catch {
      // It ended while we looked.
    }
  }
  const below = (of: number): number[] =>
    [...parents].filter(([, parent]) => parent === of).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}
const lives = (pid: number) => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe('npm start', { timeout: 120_000 }, () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'answers when it says Ready, and %s leaves no process and no port',
    async (signal) => {
      const port = await freePort();
      const run = start('--empty', '--port', String(port));
      await run.ready;
      expect((await fetch(`http://127.0.0.1:${port}/v1/health`)).status).toBe(200);
      const curl = /curl -H 'x-api-key: ([^']+)' '([^']+)'/.exec(run.said())!;
      expect((await fetch(curl[2]!, { headers: { 'x-api-key': curl[1]! } })).status).toBe(200);
      const below = process.platform === 'linux' ? descendants(run.child.pid!) : [];
      run.child.kill(signal);
      expect(await run.ended).toBe(0);
      expect(await isOpen(port)).toBe(false);
      expect(below.filter(lives)).toEqual([]);
    },
  );

  it('keeps its state in --data DIR over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jangteo-data-'));
    const port = await freePort();
    const base = `http://127.0.0.1:${port}/v1/items/kept`;
    const headers = { 'x-api-key': 'local-server', 'content-type': 'application/json' };
    const item = {
      title: 'Kept',
      categories: ['x'],
      price: 1,
      listedAt: '2026-01-01T00:00:00.000Z',
      status: 'on_sale',
    };
    for (const round of [1, 2]) {
      const run = start('--empty', '--port', String(port), '--data', folder);
      await run.ready;
      if (round === 1) await fetch(base, { method: 'PUT', headers, body: JSON.stringify(item) });
      else expect(await (await fetch(base, { headers })).json()).toMatchObject({ title: 'Kept' });
      run.child.kill('SIGTERM');
      expect(await run.ended).toBe(0);
    }
    rmSync(folder, { recursive: true });
  });

  it('stops early in words: a port in use, options that do not exist', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const taken = start('--empty', '--port', String(port));
    expect(await taken.ended).toBe(1);
    expect(taken.said()).toContain(`port ${port} on 127.0.0.1 is in use`);
    await new Promise((resolve) => server.close(resolve));
    const wrong = start('--search', 'elsewhere');
    expect(await wrong.ended).toBe(2);
  });

  it('leaves nothing when it is told to end while it still starts', async () => {
    const port = await freePort();
    const run = start('--port', String(port));
    await new Promise((resolve) => setTimeout(resolve, 6000));
    const below = process.platform === 'linux' ? descendants(run.child.pid!) : [];
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(130);
    // While functions are still bundled, esbuild's service ends when it reads the end of its pipe: a moment later.
    await vi.waitFor(() => expect(below.filter(lives)).toEqual([]), { timeout: 5000, interval: 50 });
    expect(await isOpen(port)).toBe(false);
  });
});
