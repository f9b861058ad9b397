import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startLocal } from '../../../local/index.ts';
import { recorder, until, writeAssembly } from './fixture.ts';
import { app, bundles, data } from './shop.ts';

let cloud: LocalCloud;
let client: LambdaClient;
const said = recorder();
beforeAll(async () => {
  cloud = await startLocal({
    assembly: writeAssembly({ App: app, Data: data }, bundles),
    port: 0,
    log: said.log,
    maxInstances: 3,
  });
  client = new LambdaClient({
    endpoint: cloud.endpoints.lambda,
    region: cloud.region,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await cloud.stop();
});

const busy = (payload: object) => cloud.invoke('App/busy', payload);

describe('an instance', () => {
  it('is killed when the function takes more time than it may', async () => {
    await expect(busy({ ms: 10_000 })).rejects.toMatchObject({
      name: 'Sandbox.Timedout',
      message: expect.stringContaining('Task timed out after 2.00 seconds'),
    });
    await expect(busy({ spin: true })).rejects.toMatchObject({ name: 'Sandbox.Timedout' });
    expect(said.texts('busy').filter((text) => text.includes('timed out'))).toHaveLength(2);
  });

  it.each([
    ['busy', { hog: true }],
    ['heap', {}],
  ])('is killed when %s takes more memory than it may', async (name, payload) => {
    await expect(cloud.invoke(name, payload)).rejects.toMatchObject({ name: 'Runtime.OutOfMemory' });
  });

  it('is replaced when the function ends its process', async () => {
    await expect(busy({ exit: true })).rejects.toMatchObject({
      name: 'Runtime.ExitError',
      message: expect.stringContaining('exit status 3'),
    });
    await expect(busy({})).resolves.toHaveProperty('pid');
  });

  it('says why a bundle cannot be loaded', async () => {
    await expect(cloud.invoke('broken', {})).rejects.toMatchObject({ name: 'Runtime.ImportModuleError' });
  });

  it('serves one invocation at a time, again and again; more start under load up to the limit', async () => {
    const once = await busy({});
    expect(await busy({})).toEqual(once);
    const all = await Promise.all(Array.from({ length: 7 }, () => busy({ ms: 200 })));
    const pids = new Set(all.map((one) => (one as { pid: number }).pid));
    expect(pids.size).toBe(3);
    expect(cloud.instances('busy').peak).toBe(3);
  });
});

describe('the Lambda endpoint', () => {
  const invoke = (input: Partial<ConstructorParameters<typeof InvokeCommand>[0]>) =>
    client.send(new InvokeCommand({ FunctionName: 'App-Busy', ...input }));
  const text = (payload: Uint8Array | undefined) => Buffer.from(payload ?? []).toString();

  it('answers the result, and errors as Lambda does', async () => {
    const good = await invoke({ Payload: Buffer.from('{"ms":1}') });
    expect(good).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(JSON.parse(text(good.Payload))).toHaveProperty('pid');
    const bad = await invoke({ Payload: Buffer.from('{"exit":1}') });
    expect(bad.FunctionError).toBe('Unhandled');
    expect(JSON.parse(text(bad.Payload))).toMatchObject({ errorType: 'Runtime.ExitError' });
    await expect(invoke({ FunctionName: 'nothing' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(invoke({ Payload: Buffer.from('{') })).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
    });
    await expect(invoke({ Payload: Buffer.alloc(6 * 1024 * 1024 + 1, '1') })).rejects.toMatchObject({
      name: 'RequestTooLargeException',
    });
  });

  it('takes events, and sends those that fail to their destination', async () => {
    const taken = await invoke({
      FunctionName: 'App-Ended',
      InvocationType: 'Event',
      Payload: Buffer.from('{"fail":true}'),
    });
    expect(taken.StatusCode).toBe(202);
    await until(() => cloud.queue('App/Failed').messages().length === 1, 'the event was given up');
    const [message] = cloud.queue('Failed').messages();
    expect(JSON.parse(message?.body ?? '')).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 1 },
      requestPayload: { fail: true },
      responsePayload: { errorType: 'Error', errorMessage: 'cannot take the end' },
    });
  });
});
