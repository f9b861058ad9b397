import { ApiClient } from './api/client.ts';
import { UsageError } from './errors.ts';
import { consoleOutput, type Output } from './output.ts';

/** What every command gets: how to call the API and where to say things. */
export interface Context {
  readonly client: ApiClient;
  readonly output: Output;
  /** True when the address was chosen, by option or environment, rather than the laptop's default. */
  readonly addressGiven: boolean;
}

export interface GlobalOptions {
  readonly url?: string;
  readonly key?: string;
  readonly json?: boolean;
}

export const LOCAL_DEFAULTS = { url: 'http://127.0.0.1:3000', key: 'local-admin' } as const;

/** Options win over JANGTEO_URL and JANGTEO_API_KEY, these over the laptop's defaults. */
export function contextOf(options: GlobalOptions, env: NodeJS.ProcessEnv = process.env): Context {
  const given = options.url ?? (env.JANGTEO_URL || undefined);
  const url = checkedUrl(given ?? LOCAL_DEFAULTS.url);
  const key = options.key ?? (env.JANGTEO_API_KEY || LOCAL_DEFAULTS.key);
  return {
    client: new ApiClient({ url, key }),
    output: consoleOutput(options.json === true),
    addressGiven: given !== undefined,
  };
}

function checkedUrl(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new UsageError(`the address must be an http or https URL, got ${JSON.stringify(url)}`);
}
