import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LocalCloud } from './cloud.ts';
import { readAssembly } from './deploy/assembly.ts';
import { deploy } from './deploy/deploy.ts';
import { lockFolder } from './lock.ts';
import { type Log, printer } from './logs.ts';
import { World } from './world.ts';

export { LocalCloud } from './cloud.ts';
export type { ResourceRef } from './deploy/kind.ts';
export { LocalError } from './errors.ts';
export { formatLine, type Log, type LogLevel, type LogLine, printer } from './logs.ts';
export type { QueueMessage } from './queues.ts';
export type { SearchFault } from './services/opensearch.ts';

export interface LocalOptions {
  /** Folder of the synthesized cloud assembly (cdk.out). */
  readonly assembly: string;
  /** Port of the first HTTP API, on loopback; 0 = any free one. */
  readonly port: number;
  /** Folder that keeps all state. Default: a temporary one, removed at the end. */
  readonly dataDir?: string;
  /** Gets every log line. Default: prints them, DEBUG left out. */
  readonly log?: Log;
  /** Most instances of a function at once. Default: two a processor, at most 10. */
  readonly maxInstances?: number;
  /** Variables that every function has besides those of the template; they win over `AWS_ENDPOINT_URL_…`. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** One in so many answers of BatchGetItem leaves keys unprocessed; 0 = none. Default 50. */
  readonly unprocessedEvery?: number;
  /** Address of an OpenSearch that answers instead of the embedded one. */
  readonly searchUrl?: string;
}

/** More of them than processors only share these, each with its own code to warm up. */
const instancesHere = (): number => Math.min(10, 2 * availableParallelism());

/** The account and region of stacks that name none. */
const NOWHERE = { account: '000000000000', region: 'us-east-1' };

/** Runs a cloud assembly on this machine. Throws a LocalError that names what it cannot run. */
export async function startLocal(options: LocalOptions): Promise<LocalCloud> {
  const stacks = readAssembly(options.assembly);
  const scratch = mkdtempSync(join(tmpdir(), 'local-cloud-'));
  const keep = options.dataDir === undefined ? undefined : resolve(options.dataDir);
  const unlock = keep === undefined ? () => {} : lock(keep, scratch);
  const assets = new Map(stacks.flatMap((stack) => [...stack.assets]));
  const world = new World({
    region: stacks.find((stack) => stack.region !== undefined)?.region ?? NOWHERE.region,
    account: stacks.find((stack) => stack.account !== undefined)?.account ?? NOWHERE.account,
    keep,
    scratch,
    assets: (key) => assets.get(key),
    log: options.log ?? printer(),
    maxInstances: options.maxInstances ?? instancesHere(),
    overrides: options.overrides ?? {},
    unprocessedEvery: options.unprocessedEvery ?? 50,
    searchUrl: options.searchUrl,
  });
  world.reaper.removeAtEnd(scratch);
  const finish = () => {
    rmSync(scratch, { recursive: true, force: true });
    unlock();
  };
  try {
    await world.start();
    const outputs = await deploy(stacks, world, options.port);
    await world.run();
    return new LocalCloud(world, outputs, finish);
  } catch (error) {
    await world.stop(Date.now()).finally(finish);
    throw error;
  }
}

function lock(keep: string, scratch: string): () => void {
  mkdirSync(keep, { recursive: true });
  try {
    return lockFolder(keep);
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    throw error;
  }
}
