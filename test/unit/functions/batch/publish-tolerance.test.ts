import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayStay } from '../../../../domain/models/tolerance.ts';
import type { ModelItem } from '../../../../domain/ports.ts';
import { failNext, type MemoryPorts, memoryPorts } from '../../../support/memory-ports.ts';
import { produceModel } from '../../../support/produce-model.ts';
import { gateAndPublish } from '../../../support/together-run.ts';

type Rows = Readonly<Record<string, readonly ModelItem[]>>;
const KEYS = ['a', 'b', 'c'];

const publish = (ports: MemoryPorts, version: string, publishTolerance?: number) =>
  gateAndPublish(ports, {
    ...{ runId: `publish-model-${version}`, job: 'publish-model' },
    parameters: { name: 'als', version, force: true, ...(publishTolerance && { publishTolerance }) },
  });

async function shown(ports: MemoryPorts): Promise<Rows> {
  const pointer = (await ports.models.pointer('als'))!;
  const rows = await ports.models.readRows(KEYS.map((key) => ({ pointer, key })));
  return Object.fromEntries(rows.flatMap((row) => (row ? [[row.key, row.items]] : [])));
}

const figuresOf = async (ports: MemoryPorts, version: string) =>
  (await ports.models.versions('als')).find((one) => one.version === version)!.figures;

describe('publishing with a tolerance', () => {
  it('keeps rows that hardly moved, and counts them', async () => {
    const ports = memoryPorts();
    await produceModel(ports, 'als', 'v1', { a: [['x', 1]], b: [['x', 1]], c: [['x', 1]] });
    await publish(ports, 'v1');
    await produceModel(ports, 'als', 'v2', { a: [['x', 1.01]], b: [['x', 1.1]], c: [['x', 1]] });
    await publish(ports, 'v2', 0.02);
    expect(await shown(ports)).toEqual({ a: [['x', 1]], b: [['x', 1.1]], c: [['x', 1]] });
    expect(await figuresOf(ports, 'v2')).toMatchObject({
      ...{ rowsWritten: 1, keptRows: 1, unchangedRows: 1, removedRows: 0, publishTolerance: 0.02 },
    });
  });

  it('compares with what is stored, so that small steps do not add up', async () => {
    const ports = memoryPorts();
    for (const [index, score] of [1, 1.015, 1.03].entries()) {
      await produceModel(ports, 'als', `v${index}`, { a: [['x', score]] });
      await publish(ports, `v${index}`, 0.02);
    }
    expect(await shown(ports)).toEqual({ a: [['x', 1.03]] });
  });

  it('is made good by hand: without tolerance every row is exact again, also one the last version had', async () => {
    const ports = memoryPorts();
    for (const [version, tolerance] of [
      ['v1', 0],
      ['v2', 0.02],
      ['v3', 0],
    ] as const) {
      await produceModel(ports, 'als', version, { a: [['x', version === 'v1' ? 1 : 1.01]] });
      await publish(ports, version, tolerance);
    }
    expect(await shown(ports)).toEqual({ a: [['x', 1.01]] });
  });

  it('is not forgotten of a version that was gated again and never published', async () => {
    const ports = memoryPorts();
    for (const [version, score, tolerance] of [
      ['v1', 1, 0],
      ['v2', 1.01, 0.02],
      ['v3', 2, 0],
    ] as const) {
      await produceModel(ports, 'als', version, { a: [['x', score]] });
      await publish(ports, version, tolerance);
    }
    failNext(ports.models, 'begin', new Error('killed'));
    await expect(publish(ports, 'v2')).rejects.toThrow('killed');
    const pointer = (await ports.models.pointer('als'))!;
    await ports.models.activate(pointer, 'v2', pointer.previous!);
    expect(await shown(ports)).toEqual({ a: [['x', 1]] });
    await produceModel(ports, 'als', 'v4', { a: [['x', 1.01]] });
    await publish(ports, 'v4');
    expect(await shown(ports)).toEqual({ a: [['x', 1.01]] });
  });
});

/**
 * Days of a model that is published again and again, some of the publishes killed, some rolled back, some
 * going back to an old version by publishing it again. What is served never is further from the active
 * version's own rows than the tolerance it was published with.
 */
describe('after any history of publishes', () => {
  // Few scores, so that a version often has a row of another, or one that is just near enough.
  const score = fc.constantFrom(1, 1.008, 1.016, 1.03, 1.1);
  const row = score.map((first): ModelItem[] => [
    ['x', first],
    ['y', 0.5],
  ]);
  const rows = fc.dictionary(fc.constantFrom(...KEYS), row, { minKeys: 1 });
  const tolerance = fc.constantFrom(0, 0.01, 0.02, 0.1);
  const step = fc.oneof(
    fc.record({ what: fc.constantFrom('publish', 'die', 'die and retry'), rows, tolerance }),
    fc.record({ what: fc.constantFrom('flip', 'go back'), rows, tolerance }),
  );

  it('what is served is as near to the active version as it was to be', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const ports = memoryPorts();
        const published = new Map<string, { rows: Rows; tolerance: number }>();
        const put = async (version: string, content: Rows, tolerance: number) => {
          await publish(ports, version, tolerance);
          published.set(version, { rows: content, tolerance });
        };
        for (const [index, { what, rows, tolerance }] of steps.entries()) {
          const [version, pointer] = [`v${index}`, await ports.models.pointer('als')];
          const oldest = [...published.keys()][0];
          if (what === 'flip') {
            if (pointer?.previousVersion !== undefined)
              await ports.models.activate(pointer, pointer.previousVersion, pointer.previous!);
          } else if (what === 'go back') {
            if (oldest !== undefined && oldest !== pointer?.activeVersion)
              await put(oldest, published.get(oldest)!.rows, 0);
          } else {
            await produceModel(ports, 'als', version, rows);
            if (what !== 'publish') {
              failNext(ports.models, 'activate', new Error('killed'));
              await publish(ports, version, tolerance).catch(() => {});
            }
            if (what !== 'die') await put(version, rows, tolerance);
          }
          const active = (await ports.models.pointer('als'))?.activeVersion;
          if (active === undefined) continue;
          const [served, exact] = [await shown(ports), published.get(active)!];
          expect(Object.keys(served).sort()).toEqual(Object.keys(exact.rows).sort());
          for (const [key, items] of Object.entries(served)) {
            expect(mayStay(items, exact.rows[key]!, exact.tolerance)).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
