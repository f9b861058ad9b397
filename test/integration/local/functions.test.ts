import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startLocal } from '../../../local/index.ts';
import { recorder, until, writeAssembly } from './fixture.ts';
import { app, bundles, data } from './shop.ts';

let cloud: LocalCloud;
const said = recorder();
beforeAll(async () => {
  cloud = await startLocal({
    assembly: writeAssembly({ App: app, Data: data }, bundles),
    port: 0,
    log: said.log,
    maxInstances: 3,
  });
});
afterAll(() => cloud.stop());

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
  const invoke = (name: string, body: string, type = 'RequestResponse') =>
    fetch(`${cloud.endpoints.lambda}/2015-03-31/functions/${name}/invocations`, {
      method: 'POST',
      headers: { 'x-amz-invocation-type': type },
      body,
    });

  it('answers the result, and errors as Lambda does', async () => {
    const good = await invoke('App-Busy', '{"ms":1}');
    expect([good.status, good.headers.get('x-amz-executed-version')]).toEqual([200, '$LATEST']);
    expect(await good.json()).toHaveProperty('pid');
    const bad = await invoke('App-Busy', '{"exit":1}');
    expect([bad.status, bad.headers.get('x-amz-function-error')]).toEqual([200, 'Unhandled']);
    expect(await bad.json()).toMatchObject({ errorType: 'Runtime.ExitError' });
  });

  it.each([
    ['nothing', '{}', 404, 'ResourceNotFoundException'],
    ['App-Busy', '{', 400, 'InvalidRequestContentException'],
    ['App-Busy', '1'.repeat(6 * 1024 * 1024 + 1), 413, 'RequestTooLargeException'],
  ])('refuses what it cannot run (%s)', async (name, body, status, error) => {
    const answer = await invoke(name, body);
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([status, error]);
  });

  it('takes events, and sends those that fail to their destination', async () => {
    expect((await invoke('App-Ended', '{"fail":true}', 'Event')).status).toBe(202);
    await until(() => cloud.queue('App/Failed').messages().length === 1, 'the event was given up');
    const [message] = cloud.queue('Failed').messages();
    expect(JSON.parse(message?.body ?? '')).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 1 },
      requestPayload: { fail: true },
      responsePayload: { errorType: 'Error', errorMessage: 'cannot take the end' },
    });
  });
});
