import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ApiClient } from '../../../cli/api/client.ts';
import { issueLocalKeys, localKey } from '../../../cli/start/keys.ts';
import { synthesize } from '../../../cli/start/synthesize.ts';
import type { Scope } from '../../../domain/events/event.ts';
import { type LocalCloud, type LogLine, startLocal } from '../../../local/index.ts';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The whole product on a free port, empty, with the laptop's keys. */
export interface System {
  readonly cloud: LocalCloud;
  readonly url: string;
  /** A client with the key of a scope. */
  client(scope?: Scope): ApiClient;
  /** Warnings and errors that the functions logged. */
  readonly complaints: LogLine[];
  stop(): Promise<void>;
}

export interface SystemOptions {
  readonly dataDir?: string;
  /** Address of the search engine instead of the embedded one, or 'none'. */
  readonly search?: string;
}

/** Synthesizes into a folder of its own, so that tests run beside `npm start` and one another. */
export async function startSystem({ dataDir, search }: SystemOptions = {}): Promise<System> {
  const assembly = mkdtempSync(join(tmpdir(), 'jangteo-e2e-'));
  const complaints: LogLine[] = [];
  const log = (line: LogLine) => {
    if (line.level === 'WARN' || line.level === 'ERROR') complaints.push(line);
  };
  await synthesize(ROOT, assembly, search === 'none' ? { context: { search } } : {});
  const searchUrl = search === 'none' ? undefined : search;
  const cloud = await startLocal({
    assembly,
    port: 0,
    log,
    ...(dataDir !== undefined && { dataDir }),
    ...(searchUrl !== undefined && { searchUrl }),
  });
  await issueLocalKeys(cloud);
  return {
    cloud,
    url: cloud.apiUrl,
    complaints,
    client: (scope = 'admin') => new ApiClient({ url: cloud.apiUrl, key: localKey(scope) }),
    stop: () => cloud.stop().finally(() => rmSync(assembly, { recursive: true, force: true })),
  };
}

/** Looks until there is something, every 50 ms. @throws when there is nothing within `seconds` */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined>,
  seconds = 15,
): Promise<T> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`${what} did not come to be within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
