import {
  DescribeDomainCommand,
  DescribeDomainHealthCommand,
  OpenSearchClient,
} from '@aws-sdk/client-opensearch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenSearchService } from '../../../../local/services/opensearch.ts';
import { ask, createIndex } from '../../../support/opensearch/client.ts';

const embedded = new OpenSearchService(undefined, undefined);
beforeAll(async () => {
  embedded.createDomain('shop', 'arn:aws:es:us-east-1:000000000000:domain/shop');
  await embedded.emulator.start();
  await createIndex({ url: embedded.emulator.url }, 'market');
});
afterAll(() => embedded.stop());

const url = () => ({ url: embedded.emulator.url });
const status = async () => (await ask(url(), 'GET', '/market/_count')).status;

describe('the control plane', () => {
  const client = () =>
    new OpenSearchClient({
      endpoint: embedded.emulator.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
    });

  it('tells the SDK of a domain and its health', async () => {
    const domain = await client().send(new DescribeDomainCommand({ DomainName: 'shop' }));
    expect(domain.DomainStatus).toMatchObject({ DomainName: 'shop', Endpoint: embedded.endpoint });
    const health = await client().send(new DescribeDomainHealthCommand({ DomainName: 'shop' }));
    expect(health).toMatchObject({ ClusterHealth: 'Green', DomainState: 'Active' });
  });

  it('knows no other domain and no other operation', async () => {
    const unknown = client().send(new DescribeDomainCommand({ DomainName: 'another' }));
    await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await ask(url(), 'GET', '/2021-01-01/domain')).status).toBe(501);
  });
});

describe('a fault', () => {
  it('answers with a status, and ends', async () => {
    embedded.fault = { status: 503 };
    expect(await status()).toBe(503);
    embedded.fault = undefined;
    expect(await status()).toBe(200);
  });

  it('meets a share of the requests, not every n-th', async () => {
    embedded.fault = { status: 429, share: 0.25 };
    const statuses: number[] = [];
    for (let n = 0; n < 100; n++) statuses.push(await status());
    embedded.fault = undefined;
    const met = statuses.flatMap((one, at) => (one === 429 ? [at] : []));
    expect(met.length).toBeGreaterThan(10);
    expect(met.length).toBeLessThan(45);
    expect(new Set(met.slice(1).map((at, index) => at - met[index]!)).size).toBeGreaterThan(2);
  });

  it('is slow: a caller with less patience gets nothing', async () => {
    embedded.fault = { delayMs: 2000 };
    const impatient = fetch(`${url().url}/market/_count`, { signal: AbortSignal.timeout(100) });
    await expect(impatient).rejects.toMatchObject({ name: 'TimeoutError' });
    embedded.fault = undefined;
  });

  it('leaves the control plane alone; stopping ends both, and starting gives the state back', async () => {
    await embedded.emulator.stop();
    await expect(status()).rejects.toThrow();
    await embedded.emulator.start();
    expect(await status()).toBe(200);
  });
});

describe('an engine elsewhere', () => {
  it('gets every request as it is, and its answers come back', async () => {
    const proxy = new OpenSearchService(undefined, `${embedded.emulator.url}/`);
    await proxy.emulator.start();
    const through = { url: proxy.emulator.url };
    const lines = '{"index":{"_id":"유저","routing":"x"}}\n{"relation":"item","itemId":"유저"}\n';
    expect((await ask(through, 'POST', '/market/_bulk?refresh=true', lines)).body.errors).toBe(false);
    const path = `/market/_doc/${encodeURIComponent('유저')}?routing=x`;
    expect((await ask(through, 'GET', path)).body).toEqual((await ask(url(), 'GET', path)).body);
    expect((await ask(through, 'GET', '/none/_count')).status).toBe(404);
    expect((await ask(through, 'HEAD', '/market')).status).toBe(200);
    await proxy.stop();
  });

  it('that does not answer is a 502 in words', async () => {
    const proxy = new OpenSearchService(undefined, 'http://127.0.0.1:9');
    await proxy.emulator.start();
    const reply = await ask({ url: proxy.emulator.url }, 'GET', '/market/_count');
    expect(reply).toMatchObject({ status: 502, body: { error: { type: 'unreachable' } } });
    await proxy.stop();
  });
});
