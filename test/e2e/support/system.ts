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

/** Synthesizes into a folder of its own, so that tests run beside `npm start` and one another. */
export async function startSystem(options: { dataDir?: string } = {}): Promise<System> {
  const assembly = mkdtempSync(join(tmpdir(), 'jangteo-e2e-'));
  const complaints: LogLine[] = [];
  const log = (line: LogLine) => {
    if (line.level === 'WARN' || line.level === 'ERROR') complaints.push(line);
  };
  await synthesize(ROOT, assembly);
  const cloud = await startLocal({ assembly, port: 0, log, ...options });
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
