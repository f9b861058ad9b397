import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ApiClient } from '../api/client.ts';
import type { Context } from '../context.ts';
import { EXIT, wordsOf } from '../errors.ts';
import { tableLines } from '../table.ts';

export interface Tool {
  readonly name: string;
  /** What the project uses it for. */
  readonly purpose: string;
  readonly required: boolean;
  /** Its version, undefined where it is not installed. */
  readonly version?: string;
}

export interface Service {
  readonly url: string;
  readonly answers: boolean;
  /** The health's status, or why there is none. */
  readonly health: string;
  /** The key's scope, or what the API says about the key. */
  readonly scope?: string;
  readonly well: boolean;
}

/** `jangteo doctor`. @returns 1 when something required is missing, or a service answers and is not well */
export async function doctorCommand(context: Context): Promise<number> {
  const tools = installed();
  const service = await serviceAt(context.client);
  if (context.output.json) context.output.out(JSON.stringify({ tools, service }));
  else for (const line of doctorLines(tools, service)) context.output.out(line);
  const missing = tools.some((tool) => tool.required && tool.version === undefined);
  const unwell = service.answers ? !service.well : context.addressGiven;
  return missing || unwell ? EXIT.failure : EXIT.ok;
}

const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function installed(): Tool[] {
  return [
    {
      name: 'node',
      purpose: 'runs everything; 24 comes with the dependencies',
      required: true,
      version: process.version,
    },
    tool('npm', 'installs the dependencies', true, ['npm'], '--version'),
    tool('java', 'a real OpenSearch beside the laptop system (17 or newer)', false, ['java'], '-version'),
    tool('mvn', 'fetches that OpenSearch', false, ['mvn'], '--version'),
    tool('chromium', 'browser tests', false, CHROMIUM, '--version'),
  ];
}

function tool(
  name: string,
  purpose: string,
  required: boolean,
  commands: readonly string[],
  flag: string,
): Tool {
  const command = commands.find(onPath);
  const version = command ? versionOf(command, flag) : undefined;
  return { name, purpose, required, ...(version ? { version } : {}) };
}

function onPath(command: string): boolean {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => suffixes.some((suffix) => existsSync(join(folder, command + suffix))));
}

function versionOf(command: string, flag: string): string | undefined {
  const ran = spawnSync(command, [flag], {
    encoding: 'utf8',
    timeout: 15_000,
    shell: process.platform === 'win32',
  });
  if (ran.error || ran.status !== 0) return undefined;
  // Java tells its version on stderr.
  return (
    (ran.stdout || ran.stderr)
      .split('\n')[0]!
      .replace(/\p{Cc}\[[\d;]*m/gu, '')
      .trim() || 'installed'
  );
}

/** What answers at the client's address, and what its key may do there. */
export async function serviceAt(client: ApiClient): Promise<Service> {
  try {
    const reply = await client.once('GET', '/v1/health');
    const told = reply.status === 200 ? healthOf(reply.body as Partial<Health> | null) : undefined;
    const health = told ?? `answered ${reply.status}`;
    const scope = await scopeOf(client);
    return {
      url: client.url,
      answers: true,
      health,
      scope: scope.words,
      well: health === 'ok' && scope.known,
    };
  } catch (error) {
    return { url: client.url, answers: false, health: wordsOf(error), well: false };
  }
}

/** What GET /v1/health answers; another service there may answer anything. */
interface Health {
  readonly status: string;
  readonly checks: Readonly<Record<string, string>>;
}

/** `ok`, or what does not answer: `degraded: search`. */
function healthOf(body: Partial<Health> | null): string | undefined {
  const { status, checks = {} } = body ?? {};
  const failed = Object.keys(checks).filter((name) => checks[name] !== 'ok');
  return status && failed.length > 0 ? `${status}: ${failed.join(', ')}` : status;
}

/** Asks, harmlessly, for what only some scopes may have. */
async function scopeOf(client: ApiClient): Promise<{ words: string; known: boolean }> {
  const admin = await client.once('GET', '/v1/runs/jobs');
  if (admin.status === 200) return { words: 'admin', known: true };
  if (admin.status === 401) return { words: 'the key is not known there', known: false };
  const server = await client.once('POST', '/v1/items/batch-get', '{"itemIds":["doctor"]}');
  if (server.status === 200) return { words: 'server', known: true };
  return admin.status === 403
    ? { words: 'browser', known: true }
    : { words: `answered ${admin.status}`, known: false };
}

function doctorLines(tools: readonly Tool[], service: Service): string[] {
  const rows = tools.map((one) => [
    one.version ? '✓' : one.required ? '✗' : '–',
    one.name,
    one.version ?? (one.required ? 'missing' : 'not installed'),
    one.purpose,
  ]);
  const columns = [{ title: '' }, { title: 'tool' }, { title: 'version', max: 40 }, { title: 'for' }];
  const key = service.scope === undefined ? [] : [`key      ${service.scope}`];
  const answer = service.answers ? `answers, health ${service.health}` : service.health;
  return [...tableLines(columns, rows), '', `service  ${service.url}: ${answer}`, ...key];
}
