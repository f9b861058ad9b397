import {
  type _Record,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll } from 'vitest';
import { kinesisStream } from '../../adapters/kinesis/stream.ts';
import { memoryStream } from '../support/memory/stream.ts';
import { STREAM, startKinesis } from './emulators/kinesis.ts';
import { ingestStreamSuite } from './stream.suite.ts';

const memory = memoryStream();
ingestStreamSuite(
  'memory',
  () => memory,
  async () => memory.entries.map(({ data }) => data),
);

let kinesis: Awaited<ReturnType<typeof startKinesis>>;
beforeAll(async () => {
  kinesis = await startKinesis();
});
afterAll(() => kinesis.stop());
ingestStreamSuite(
  'Kinesis (kinesalite)',
  () => kinesisStream(STREAM, kinesis.client),
  () => readAll(kinesis.client),
);

async function readAll(client: KinesisClient): Promise<string[]> {
  const from = {
    StreamName: STREAM,
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'TRIM_HORIZON',
  } as const;
  let { ShardIterator } = await client.send(new GetShardIteratorCommand(from));
  const records: _Record[] = [];
  for (let more = true; more; ) {
    const reply = await client.send(new GetRecordsCommand({ ShardIterator }));
    more = reply.Records!.length > 0;
    records.push(...reply.Records!);
    ShardIterator = reply.NextShardIterator;
  }
  return records.map(({ Data }) => Buffer.from(Data!).toString('utf8'));
}
