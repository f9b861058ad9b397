import type { OneDocumentReply, RegistryReply } from '../../contract/api/registry.ts';
import { type ApiClient, bodyOf } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { CliError } from '../errors.ts';
import type { Provider } from './decisions.ts';

/** Every provider's document by name. */
export async function readProviders(client: ApiClient): Promise<ReadonlyMap<string, Provider>> {
  const { documents } = await readAll(client);
  return new Map(
    documents.flatMap(({ kind, name, document }) =>
      kind === 'providers' && document ? [[name, document as Provider] as const] : [],
    ),
  );
}

export const readAll = (client: ApiClient): Promise<RegistryReply> =>
  client.call<RegistryReply>('GET', '/v1/registry?full=true');

/** A provider's document and the tag of what was seen. @throws CliError naming the providers that there are */
export async function readProvider(
  client: ApiClient,
  name: string,
): Promise<{ readonly provider: Provider; readonly etag: string }> {
  try {
    const path = `/v1/registry/providers/${encodeURIComponent(name)}`;
    const { document, etag } = await client.call<OneDocumentReply>('GET', path);
    return { provider: document as Provider, etag };
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) throw await unknown(client, name, error);
    throw error;
  }
}

async function unknown(client: ApiClient, name: string, cause: unknown): Promise<CliError> {
  const names = [...(await readProviders(client)).keys()].join(', ');
  const words = `the provider must be one of ${names}, got ${JSON.stringify(name)}`;
  return new CliError('unknown-provider', words, { cause });
}

/**
 * Changes a provider's document as it was seen; where somebody else stored another one meanwhile, once more on that one.
 *
 * @throws CliError when it changed again, ApiError when the result is refused
 */
export async function changeProvider(
  client: ApiClient,
  name: string,
  change: (provider: Provider) => Provider,
  signed: { readonly author?: string; readonly note: string },
): Promise<OneDocumentReply> {
  for (let attempt = 1; ; attempt++) {
    const { provider, etag } = await readProvider(client, name);
    const body = change(provider);
    try {
      return await put(client, name, body, etag, signed);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412) throw error;
      if (attempt < 2) continue;
      const words = `provider ${name} was changed by somebody else, twice while this was tried; nothing was stored, try again`;
      throw new CliError('registry-moved', words, { cause: error });
    }
  }
}

const put = (
  client: ApiClient,
  name: string,
  body: Provider,
  etag: string,
  query: { readonly author?: string; readonly note: string },
): Promise<OneDocumentReply> =>
  bodyOf(
    client.api.PUT('/v1/registry/{kind}/{name}', {
      params: { path: { kind: 'providers', name }, query, header: { 'if-match': etag } },
      body: { ...body },
    }),
  ) as Promise<OneDocumentReply>;
