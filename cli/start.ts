/** `npm start`: the whole system on this machine, from template to recommendations. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LocalCloud, type Log, printer, startLocal } from '../local/index.ts';
import { ApiClient } from './api/client.ts';
import { pageLines, readPage } from './commands/recommend.ts';
import { CliError, EXIT, wordsOf } from './errors.ts';
import { duration } from './output.ts';
import { followRun, startRun } from './runs.ts';
import { bannerLines } from './start/banner.ts';
import { issueLocalKeys, localKey } from './start/keys.ts';
import { type RealOpenSearch, startOpenSearch } from './start/opensearch.ts';
import { START_USAGE, type StartOptions, startOptions } from './start/options.ts';
import { ensureFree } from './start/port.ts';
import { holdsSample, loadSample, sampleIn } from './start/sample.ts';
import { synthesize } from './start/synthesize.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const assembly = join(root, 'cdk.out');
const say = (line: string) => console.log(line);
const step = (line: string) => say(`    ${line.trim()}`);
const print = printer();
let ready = false;

/** What ends the program from outside: Ctrl-C, SIGTERM, the terminal's end. */
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort(signal));
const ended = new Promise<never>((_, reject) => {
  ending.signal.addEventListener('abort', () =>
    reject(new CliError('interrupted', 'interrupted', { exitCode: EXIT.interrupted })),
  );
});
ended.catch(() => {});

process.exitCode = await main().catch(told);
// Sockets that a library keeps alive must not keep the program.
process.exit();

async function main(): Promise<number> {
  const options = startOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    say(START_USAGE);
    return EXIT.ok;
  }
  const started = performance.now();
  await ensureFree(options.port);
  if (options.dataDir !== undefined) mkdirSync(options.dataDir, { recursive: true });
  const { search } = options;
  const context = search === 'none' ? { search } : {};
  await phase('template synthesized into cdk.out', () =>
    synthesize(root, assembly, { context, signal: ending.signal }),
  );
  let cloud: LocalCloud | undefined;
  let engine: RealOpenSearch | undefined;
  try {
    if (search === 'opensearch')
      engine = await phase('OpenSearch started (fetched once)', () => startOpenSearch(ending.signal));
    const searchUrl = search instanceof URL ? search.href : engine?.url;
    cloud = await phase('system started', () => startLocal(cloudOptions(options, searchUrl)));
    return await serve(cloud, options, started);
  } finally {
    await cloud?.stop();
    await engine?.stop();
  }
}

function cloudOptions({ port, dataDir }: StartOptions, searchUrl: string | undefined) {
  return {
    assembly,
    port,
    log: quietUntilReady,
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(searchUrl === undefined ? {} : { searchUrl }),
  };
}

/** Thousands of requests load the sample: until Ready only their warnings and errors are worth a line. */
function quietUntilReady(line: Parameters<Log>[0]): void {
  if (ready || line.level === 'WARN' || line.level === 'ERROR') print(line);
}

async function serve(cloud: LocalCloud, options: StartOptions, started: number): Promise<number> {
  await phase('keys made', () => issueLocalKeys(cloud));
  const client = new ApiClient({ url: cloud.apiUrl, key: localKey('admin') });
  const userId = options.empty ? undefined : await prepare(client, options.dataDir);
  if (options.once) return printOnce(client, userId);
  for (const line of bannerLines(cloud.apiUrl, userId)) say(line);
  say(`Ready in ${duration(performance.now() - started)}: ${cloud.apiUrl} (Ctrl-C ends it)`);
  ready = true;
  return untilEnded();
}

/** Loads the sample market unless it is there, and runs the batch. @returns a user to try */
async function prepare(client: ApiClient, dataDir: string | undefined): Promise<string> {
  const loaded = await phase('sample market loaded', () =>
    dataDir !== undefined && holdsSample(dataDir)
      ? Promise.resolve(sampleIn(dataDir))
      : loadSample(client, dataDir, step),
  );
  say(`    ${loaded.words}`);
  for (const job of ['together', 'clusters', 'popularity'])
    await phase(`${job} run`, async () => followRun(client, await startRun(client, job, {}), step));
  return loaded.userId;
}

async function printOnce(client: ApiClient, userId: string | undefined): Promise<number> {
  const flags = { page: 'home', limit: '10', ...(userId !== undefined && { user: userId }) };
  const page = await readPage(client, flags);
  say(userId === undefined ? '\nhome, nobody known\n' : `\nhome for ${userId}\n`);
  for (const line of pageLines(page)) say(line);
  return EXIT.ok;
}

/** Serves until it is told to end; that is no failure. */
async function untilEnded(): Promise<number> {
  await ended.catch(() => say('\nstopping'));
  return EXIT.ok;
}

async function phase<T>(what: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const result = await Promise.race([work(), ended]);
  say(`  ✓ ${what}  ${duration(performance.now() - from)}`);
  return result;
}

function told(error: unknown): number {
  const cliError = error instanceof CliError ? error : undefined;
  if (ending.signal.aborted) {
    console.error(`jangteo: stopped by ${ending.signal.reason}`);
    return EXIT.interrupted;
  }
  console.error(`jangteo: ${wordsOf(error)}`);
  if (!cliError && error instanceof Error && process.env.JANGTEO_DEBUG) console.error(error.stack);
  return cliError?.exitCode ?? EXIT.failure;
}
