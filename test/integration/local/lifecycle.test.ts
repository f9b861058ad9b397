import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { describe, expect, it } from 'vitest';
import { type LocalCloud, startLocal } from '../../../local/index.ts';
import { recorder, until, writeAssembly } from './fixture.ts';
import { app, bundles, data } from './shop.ts';

const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
const clients = ({ endpoints, region }: LocalCloud) => ({
  dynamodb: new DynamoDBClient({ endpoint: endpoints.dynamodb, region, credentials }),
  kinesis: new KinesisClient({
    endpoint: endpoints.kinesis,
    region,
    credentials,
    requestHandler: new NodeHttpHandler(),
  }),
  s3: new S3Client({ endpoint: endpoints.s3, region, credentials }),
});

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

const isOpen = (url: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.unref();
  });

const assembly = writeAssembly({ App: app, Data: data }, bundles);
const event = (id: string) => ({
  StreamName: 'Data-Stream',
  PartitionKey: 'k',
  Data: Buffer.from(JSON.stringify({ id, kind: 'v' })),
});

describe('a data folder', () => {
  it('keeps items, objects, positions in streams and queues over restarts, and tells of executions that died', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'local-data-'));
    const before = recorder();
    const first = await startLocal({ assembly, port: 0, dataDir, log: before.log });
    const one = clients(first);
    const Bucket = first.resource('Data', 'Archive').name;
    await one.dynamodb.send(new PutItemCommand({ TableName: 'Data-Items', Item: { pk: { S: 'a' } } }));
    await one.s3.send(new PutObjectCommand({ Bucket, Key: 'x/y.txt', Body: 'kept' }));
    await one.kinesis.send(new PutRecordCommand(event('one')));
    await until(() => before.texts('consume').includes('saw one'), 'the record was seen');
    first.queue('Failed').send('kept too');
    await fetch(`${first.endpoints.stepfunctions}/`, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSStepFunctions.StartExecution' },
      body: JSON.stringify({
        stateMachineArn: first.resource('App', 'Machine').name,
        name: 'cut',
        input: '{"items":[{"wait":9000}]}',
      }),
    });
    await expect(startLocal({ assembly, port: 0, dataDir, log: () => {} })).rejects.toThrow(
      `is used by process ${process.pid}`,
    );
    await first.stop();

    const after = recorder();
    const second = await startLocal({ assembly, port: 0, dataDir, log: after.log });
    const two = clients(second);
    expect(
      (await two.dynamodb.send(new GetItemCommand({ TableName: 'Data-Items', Key: { pk: { S: 'a' } } })))
        .Item,
    ).toEqual({ pk: { S: 'a' } });
    const object = await two.s3.send(new GetObjectCommand({ Bucket, Key: 'x/y.txt' }));
    expect(await object.Body?.transformToString()).toBe('kept');
    expect(
      second
        .queue('Failed')
        .messages()
        .map(({ body }) => body),
    ).toEqual(['kept too']);
    await until(
      () => after.texts('ended').some((text) => text.includes('"ABORTED","text":"run cut"')),
      'the end of the cut execution was told',
    );
    await two.kinesis.send(new PutRecordCommand(event('two')));
    await until(() => after.texts('consume').includes('saw two'), 'the next record was seen');
    expect(after.texts('consume')).not.toContain('saw one');
    await second.stop();
  });
});

describe('objects', () => {
  it('come and go by presigned URLs', async () => {
    const cloud = await startLocal({ assembly, port: 0, log: () => {} });
    const { s3 } = clients(cloud);
    const at = { Bucket: cloud.resource('*', 'Archive').name, Key: 'up/load 1.txt' };
    const put = await fetch(await getSignedUrl(s3, new PutObjectCommand(at), { expiresIn: 60 }), {
      method: 'PUT',
      body: 'hello',
    });
    expect(put.status).toBe(200);
    const got = await fetch(await getSignedUrl(s3, new GetObjectCommand(at), { expiresIn: 60 }));
    expect(await got.text()).toBe('hello');
    await cloud.stop();
  });
});

describe('the end', () => {
  it('leaves no process, no port and no file, and lets what runs finish', async () => {
    const said = recorder();
    const cloud = await startLocal({ assembly, port: 0, log: said.log });
    const running = cloud.invoke('busy', { ms: 300 });
    const slow = fetch(`${cloud.apiUrl}/slow`);
    await until(() => cloud.instances('busy').busy === 1 && cloud.instances('hello').busy === 1, 'both run');
    const pids = [...cloud.instances('busy').pids, ...cloud.instances('hello').pids];
    const urls = [cloud.apiUrl, ...Object.values(cloud.endpoints)];
    expect(await Promise.all(urls.map(isOpen))).toEqual(urls.map(() => true));
    const start = Date.now();
    await cloud.stop();
    expect(Date.now() - start).toBeLessThan(2_500);
    await expect(running).resolves.toHaveProperty('pid');
    expect((await slow).status).toBe(201);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(await Promise.all(urls.map(isOpen))).toEqual(urls.map(() => false));
  });

  it('comes after 2 s for what does not finish', async () => {
    const cloud = await startLocal({ assembly, port: 0, log: () => {} });
    const running = cloud.invoke('heap', {}).catch((error: Error) => error.name);
    const waiting = cloud.invoke('step', { wait: 60_000 }).catch((error: Error) => error.name);
    await until(() => cloud.instances('step').busy === 1, 'it runs');
    const { pids } = cloud.instances('step');
    const start = Date.now();
    await cloud.stop();
    expect(Date.now() - start).toBeLessThan(4_000);
    expect(['Runtime.ExitError', 'Runtime.OutOfMemory']).toContain(await running);
    expect(await waiting).toBe('Runtime.ExitError');
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('takes the children and the temporary files along when the process is killed', async () => {
    const script = `
      import { startLocal } from ${JSON.stringify(new URL('../../../local/index.ts', import.meta.url).href)};
      const cloud = await startLocal({ assembly: ${JSON.stringify(assembly)}, port: 0, log: () => {} });
      cloud.invoke('heap', {}).catch(() => {});
      cloud.invoke('step', { wait: 60000 }).catch(() => {});
      setTimeout(() => console.log(JSON.stringify(cloud.instances('step').pids)), 300);`;
    const scratch = mkdtempSync(join(tmpdir(), 'local-scratch-'));
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, TMPDIR: scratch },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(parent.stdout, 'data');
    const pids = JSON.parse(String(line)) as number[];
    expect(pids.filter(isAlive)).toHaveLength(1);
    parent.kill('SIGKILL');
    await until(() => pids.filter(isAlive).length === 0, 'the children are gone', 3_000);
    await until(() => existsSync(scratch) && readdirSync(scratch).length === 0, 'the files are gone', 3_000);
  });
});
