import { describe, expect, it } from 'vitest';
import { writeBulks } from '../../../../adapters/opensearch/bulk.ts';
import type { Engine, EngineRequest } from '../../../../adapters/opensearch/client.ts';
import { SearchFailed } from '../../../../adapters/opensearch/errors.ts';
import type { IndexDocument } from '../../../../domain/ports.ts';

const document = (id: string, more: Partial<IndexDocument> = {}): IndexDocument => ({
  id,
  routing: id,
  version: 1,
  body: { itemId: id },
  ...more,
});

/** An engine that answers bulks; every document by `status` unless told otherwise. */
function engineOf(answer: (request: EngineRequest, call: number) => unknown = () => undefined) {
  const sent: EngineRequest[] = [];
  const engine = {
    async send(request: EngineRequest) {
      sent.push(request);
      const body = answer(request, sent.length);
      if (body instanceof Error) throw body;
      const actions = (request.lines ?? '').split('\n').filter((line) => /^\{"(index|delete)"/.test(line));
      return { status: 200, body: body ?? { items: actions.map(() => ({ index: { status: 201 } })) } };
    },
  } as unknown as Engine;
  return { engine, sent };
}

describe('bulks', () => {
  it('name id, routing and version, and no index', async () => {
    const { engine, sent } = engineOf();
    await writeBulks(engine, 'alias', [document('a'), document('b', { body: undefined })]);
    expect(sent[0]).toMatchObject({ path: '/alias/_bulk', query: { require_alias: 'true' } });
    expect(sent[0]?.lines).toBe(
      [
        '{"index":{"_id":"a","routing":"a","version":1,"version_type":"external_gte"}}',
        '{"itemId":"a"}',
        '{"delete":{"_id":"b","routing":"b","version":1,"version_type":"external_gte"}}',
        '',
      ].join('\n'),
    );
  });

  it('end at 1,000 documents, and at 5 MB', async () => {
    const { engine, sent } = engineOf();
    await writeBulks(
      engine,
      'alias',
      [...Array(1001).keys()].map((n) => document(`i${n}`)),
    );
    expect(sent).toHaveLength(2);
    const large = document('large', { body: { title: 'ü'.repeat(1_500_000) } });
    await writeBulks(engine, 'alias', [large, large, { ...large, body: { title: 'x'.repeat(6_000_000) } }]);
    expect(sent).toHaveLength(5);
  });

  it('take an older version and the removal of what is not there for done, and give reasons for the rest', async () => {
    const items = [
      { index: { status: 409, error: { type: 'version_conflict_engine_exception' } } },
      { delete: { status: 404, result: 'not_found' } },
      { index: { status: 429, error: { type: 'rejected_execution_exception', reason: 'full' } } },
      { index: { status: 400, error: { type: 'mapper_parsing_exception', reason: 'bad date' } } },
    ];
    const { engine } = engineOf(() => ({ items }));
    const documents = ['a', 'b', 'c', 'd'].map((id) => document(id));
    expect(await writeBulks(engine, 'alias', documents)).toEqual([
      undefined,
      undefined,
      'throttled: 429 rejected_execution_exception: full',
      'invalid: 400 mapper_parsing_exception: bad date',
    ]);
  });

  it('that fail as a whole fail their documents, not those of other bulks', async () => {
    const dead = new SearchFailed('timeout', 'a bulk', 'no answer');
    const { engine } = engineOf((_, call) => (call === 1 ? dead : undefined));
    const reasons = await writeBulks(
      engine,
      'alias',
      [...Array(1500).keys()].map((n) => document(`i${n}`)),
    );
    expect(reasons.filter((reason) => reason?.startsWith('timeout: '))).toHaveLength(1000);
    expect(reasons.slice(1000)).toEqual(Array(500).fill(undefined));
  });

  it('throw when none got through', async () => {
    const { engine } = engineOf(() => new SearchFailed('unreachable', 'a bulk', 'no connection'));
    await expect(writeBulks(engine, 'alias', [document('a')])).rejects.toMatchObject({ kind: 'unreachable' });
  });
});
