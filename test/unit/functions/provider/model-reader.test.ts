import { beforeEach, describe, expect, it } from 'vitest';
import type { ModelItem } from '../../../../domain/ports.ts';
import { modelReader } from '../../../../functions/provider/model-reader.ts';
import { type TestApi, testApi } from './support/api.ts';
import { publish } from './support/market.ts';

const items = (prefix: string, size: number): ModelItem[] =>
  Array.from({ length: size }, (_, at) => [`${prefix}${at}`, 1 - at / 10, 10 - at]);

let api: TestApi;
let reads: string[][];
beforeEach(() => {
  api = testApi();
  reads = [];
  const read = api.ports.models.readRows.bind(api.ports.models);
  api.ports.models.readRows = (asked) => {
    reads.push(asked.map(({ pointer, key }) => `${pointer.model}/${key}`));
    return read(asked);
  };
});
const rowsOf = async (
  keys: readonly string[],
  channel: 'all' | 'web' = 'all',
  kind: 'view' | 'buy' = 'view',
) => {
  const requests = keys.map((key) => ({ kind, key }));
  const table = await modelReader(
    () => api.ports.models,
    () => api.time.now,
  ).rows(requests, channel);
  return keys.map((key) => table.get(kind, key)?.items.map(([itemId]) => itemId));
};

describe('rows of items that were viewed together', () => {
  it('have what the last hours know behind them where they are thin', async () => {
    await publish(api, 'together-view-all', { thin: items('m', 7), full: items('m', 8) });
    await publish(api, 'together-fresh-view', {
      thin: [['f', 5, 5]],
      full: [['f', 5, 5]],
      unknown: [['f', 5, 5]],
    });
    expect(await rowsOf(['thin', 'full', 'unknown', 'nowhere'])).toEqual([
      ['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'f'],
      ['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7'],
      ['f'],
      undefined,
    ]);
  });

  it('are there before the main model is', async () => {
    await publish(api, 'together-fresh-view', { new: [['f', 1, 1]] });
    expect(await rowsOf(['new'])).toEqual([['f']]);
  });

  it('take what another channel knows first, in the same second read', async () => {
    await publish(api, 'together-view-web', { other: items('w', 1) });
    await publish(api, 'together-view-all', { i: items('m', 1) });
    await publish(api, 'together-fresh-view', { i: [['f', 1, 1]] });
    expect(await rowsOf(['i'], 'web')).toEqual([['m0', 'f']]);
    expect(reads).toEqual([['together-view-web/i'], ['together-view-all/i', 'together-fresh-view/i']]);
  });

  it('are read once where none is thin, and of other kinds as ever', async () => {
    await publish(api, 'together-view-all', { full: items('m', 8) });
    await publish(api, 'together-buy-all', { thin: items('b', 1) });
    await publish(api, 'together-fresh-view', { thin: items('f', 1), full: items('f', 1) });
    await rowsOf(['full']);
    expect(await rowsOf(['thin'], 'all', 'buy')).toEqual([['b0']]);
    expect(reads).toEqual([['together-view-all/full'], ['together-buy-all/thin']]);
  });

  it('are a hundred in a read at the most', async () => {
    await publish(api, 'together-view-all', { none: items('m', 1) });
    await publish(api, 'together-fresh-view', { i0: items('f', 1) });
    await rowsOf(Array.from({ length: 130 }, (_, at) => `i${at}`));
    expect(reads.map((read) => read.length)).toEqual([100, 100]);
  });
});
