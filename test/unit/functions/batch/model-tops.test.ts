import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../../functions/batch/model-files.ts';
import { readTops, sampled } from '../../../../functions/batch/model-tops.ts';
import { memoryPorts } from '../../../support/memory-ports.ts';
import { produceModel } from '../../../support/produce-model.ts';

const manifestOf = (rows: number) => ({
  checksum: '',
  manifest: {
    ...{ name: 'm', version: 'v1', kind: 'item-to-items' as const, producer: 'test' },
    ...{ createdAt: '2026-11-23T08:00:00.000Z', files: [{ path: 'rows.ndjson', rows, sha256: '' }] },
  },
});

describe('rows that are compared', () => {
  it('are all of a model that has at most 20,000', () => {
    const inSample = sampled(manifestOf(20_000));
    expect(Array.from({ length: 1000 }, (_, at) => inSample(`k${at}`)).every(Boolean)).toBe(true);
  });

  it('are about as many of a larger one, the same keys for a model of that size', () => {
    const [inSample, again] = [sampled(manifestOf(200_000)), sampled(manifestOf(200_000))];
    const keys = Array.from({ length: 50_000 }, (_, at) => `k${at}`);
    const chosen = keys.filter(inSample);
    expect(chosen.length).toBeGreaterThan(4_600);
    expect(chosen.length).toBeLessThan(5_400);
    expect(keys.filter(again)).toEqual(chosen);
  });

  it('are read with their first ten items, and the keys of all', async () => {
    const ports = memoryPorts();
    const items = Array.from({ length: 12 }, (_, at) => [`i${at}`, 1 - at / 100, at]);
    await produceModel(ports, 'm', 'v1', { a: items, '"b"': [['x', 1]], c: [] });
    const stored = (await readManifest(ports.artefacts, 'm', 'v1'))!;
    const { keys, tops } = await readTops(stored, (key) => key !== 'c', ports.artefacts);
    expect(keys).toEqual(['a', '"b"', 'c']);
    expect([...tops]).toEqual([
      ['a', items.slice(0, 10).map(([itemId]) => itemId)],
      ['"b"', ['x']],
    ]);
  });
});
