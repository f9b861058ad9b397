import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { type Answer, Emulator, jsonAnswer } from './emulator.ts';

const require = createRequire(import.meta.url);

/** dynalite that leaves some keys of a BatchGetItem unprocessed now and then, as DynamoDB may. */
export class DynamoDbService {
  readonly emulator: Emulator;
  private readonly inner: Server;
  private readonly every: number;
  private batches = 0;

  /** One in `unprocessedEvery` answers of BatchGetItem holds keys back; 0 = none. */
  constructor(path: string | undefined, unprocessedEvery: number) {
    const dynalite = require('dynalite');
    this.inner = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    this.every = unprocessedEvery;
    this.emulator = new Emulator(
      (req, res) => this.inner.emit('request', req, res),
      'DynamoDB_20120810',
      ['BatchGetItem'],
      (_, body, pass) => {
        this.batches += 1;
        return this.every > 0 && this.batches % this.every === 0 ? holdBack(body, pass) : undefined;
      },
    );
  }

  /** Creates a table unless it is there. */
  async createTable(input: { TableName: string } & Record<string, unknown>): Promise<void> {
    await this.emulator.call('CreateTable', input).catch((error: Error) => {
      if (error.name !== 'ResourceInUseException') throw error;
    });
    for (;;) {
      const { Table } = await this.emulator.call<{ Table: { TableStatus: string } }>('DescribeTable', {
        TableName: input.TableName,
      });
      if (Table.TableStatus === 'ACTIVE') return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async stop(): Promise<void> {
    await this.emulator.stop();
    await new Promise<void>((resolve) => {
      // dynalite closes its own server first, which must listen for that
      this.inner.listen(0, '127.0.0.1', () => this.inner.close(() => resolve()));
    });
  }
}

type Requested = Record<string, { Keys: unknown[] } & Record<string, unknown>>;

/** The second half of each table's keys comes back unprocessed. */
async function holdBack(body: Buffer, pass: (body: Buffer) => Promise<Answer>): Promise<Answer> {
  const input = JSON.parse(body.toString()) as { RequestItems?: Requested };
  const kept: Requested = {};
  const held: Requested = {};
  for (const [table, request] of Object.entries(input.RequestItems ?? {})) {
    const keys = Array.isArray(request.Keys) ? request.Keys : [];
    const half = Math.ceil(keys.length / 2);
    kept[table] = { ...request, Keys: keys.slice(0, half) };
    if (keys.length > half) held[table] = { ...request, Keys: keys.slice(half) };
  }
  const answer = await pass(Buffer.from(JSON.stringify({ ...input, RequestItems: kept })));
  if (answer.status !== 200 || Object.keys(held).length === 0) return answer;
  const output = JSON.parse(answer.body.toString());
  return jsonAnswer(200, { ...output, UnprocessedKeys: { ...output.UnprocessedKeys, ...held } }, '1.0');
}
