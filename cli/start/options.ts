import { parseArgs } from 'node:util';
import { UsageError, wordsOf } from '../errors.ts';

export interface StartOptions {
  readonly port: number;
  /** Nothing is loaded. */
  readonly empty: boolean;
  /** Print one result and end. */
  readonly once: boolean;
  /** Folder that keeps the state; undefined: nothing is kept. */
  readonly dataDir: string | undefined;
  /** What answers searches: the embedded engine, a real one that is started, none, or the one at a URL. */
  readonly search: 'embedded' | 'opensearch' | 'none' | URL;
}

export const START_USAGE = `npm start [-- options]
  --empty         without the sample market
  --data DIR      keep state in DIR over restarts
  --port N        port on loopback (PORT, else 3000)
  --search WHAT   embedded (the default), opensearch (a real one; needs Java 17 and mvn),
                  none (snapshots alone), or the http(s) URL of one that runs
  --once          run the main job, print its result, exit`;

const DEFAULT_PORT = 3000;

/** @throws UsageError naming what is wrong and what is allowed */
export function startOptions(args: readonly string[], env: NodeJS.ProcessEnv): StartOptions | 'help' {
  const { values } = parsed(args);
  if (values.help) return 'help';
  return {
    port: portOf(values.port ?? (env.PORT || undefined)),
    empty: values.empty === true,
    once: values.once === true,
    dataDir: folderOf(values.data),
    search: searchOf(values.search ?? 'embedded'),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        empty: { type: 'boolean' },
        once: { type: 'boolean' },
        data: { type: 'string' },
        port: { type: 'string' },
        search: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(`${wordsOf(error)}\n${START_USAGE}`);
  }
}

function portOf(text: string | undefined): number {
  const port = text === undefined ? DEFAULT_PORT : Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(`the port must be a whole number from 1 to 65535, got ${JSON.stringify(text)}`);
}

function searchOf(search: string): StartOptions['search'] {
  if (search === 'embedded' || search === 'opensearch' || search === 'none') return search;
  const url = URL.canParse(search) ? new URL(search) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UsageError(
    `--search must be embedded, opensearch, none, or the http(s) URL of an OpenSearch, got ${JSON.stringify(search)}`,
  );
}

function folderOf(data: string | undefined): string | undefined {
  if (data === '') throw new UsageError('--data needs the name of a folder, got ""');
  return data;
}
