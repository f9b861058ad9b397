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
}

export const START_USAGE = `npm start [-- options]
  --empty         without the sample market
  --data DIR      keep state in DIR over restarts
  --port N        port on loopback (PORT, else 3000)
  --once          run the main job, print its result, exit`;

const DEFAULT_PORT = 3000;

/** @throws UsageError naming what is wrong and what is allowed */
export function startOptions(args: readonly string[], env: NodeJS.ProcessEnv): StartOptions | 'help' {
  const { values } = parsed(args);
  if (values.help) return 'help';
  if (values.search !== undefined) {
    throw new UsageError(
      `--search ${values.search}: this version has no search yet; start without --search (pages are made from the models)`,
    );
  }
  return {
    port: portOf(values.port ?? (env.PORT || undefined)),
    empty: values.empty === true,
    once: values.once === true,
    dataDir: folderOf(values.data),
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

function folderOf(data: string | undefined): string | undefined {
  if (data === '') throw new UsageError('--data needs the name of a folder, got ""');
  return data;
}
