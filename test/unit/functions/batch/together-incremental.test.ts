import { describe, expect, it } from 'vitest';
import { currentCountsKey } from '../../../../contract/storage-keys.ts';
import { assembleTogether } from '../../../../functions/batch/assemble-together.ts';
import { countTogether } from '../../../../functions/batch/count-together.ts';
import { gateModels } from '../../../../functions/batch/gate-models.ts';
import { moveKept } from '../../../../functions/batch/kept-files.ts';
import { failNext, type MemoryPorts } from '../../../support/memory-ports.ts';
import {
  COSTS,
  countUpToGate,
  currentCounts,
  evolve,
  filesOf,
  GIVEN,
  ITEMS,
  little,
  MODEL,
  more,
  runIdOf,
  withCrowd,
} from '../../../support/together-crowd.ts';
import { countModels, gateAndPublish, NOW, rowsOf } from '../../../support/together-run.ts';

const clock = () => NOW;

/** What a full count of now makes of it. */
async function inFull(ports: MemoryPorts, id: string) {
  await countUpToGate(ports, { ...GIVEN, incremental: false }, id);
  return filesOf(ports, id);
}

describe('an incremental run', () => {
  it('says how much it had to count, and of what', async () => {
    const ports = await withCrowd();
    const first = await countUpToGate(ports, GIVEN, runIdOf(0));
    expect(first).toMatchObject({ kept: { keptModels: 1 }, counts: { modelsWithoutKept: 1 } });
    expect(first.counts.pairsToCount).toBe(first.counts.allPairs);
    await evolve(ports, little(), 0);
    const { counts } = await countUpToGate(ports, GIVEN, runIdOf(1));
    expect(counts).toMatchObject({ modelsFromKept: 1, changedUnits: 2, changedFiles: 1, recountedFiles: 0 });
    expect(counts.pairsToCount).toBeLessThan(counts.allPairs! / 20);
  });

  it('goes on from the same counts while little changed, and keeps them anew when more did', async () => {
    const ports = await withCrowd();
    await countUpToGate(ports, GIVEN, runIdOf(0));
    await evolve(ports, little(), 0);
    expect((await countUpToGate(ports, GIVEN, runIdOf(1))).kept).toEqual({
      keptModels: 0,
      tooLargeModels: 0,
    });
    expect(currentCounts(ports).runId).toBe(runIdOf(0));
    for (const [number, userId] of ['u1', 'u2', 'u3'].entries())
      await evolve(ports, more(userId), number + 1);
    const moved = await countUpToGate(ports, GIVEN, runIdOf(2));
    expect(moved).toMatchObject({ kept: { keptModels: 1 }, counts: { modelsFromKept: 1, changedFiles: 1 } });
    expect(currentCounts(ports).runId).toBe(runIdOf(2));
    expect(ports.artefacts.keys('counts/').filter((key) => key.includes(runIdOf(0)))).toEqual([]);
    await evolve(ports, little(), 9);
    expect((await countUpToGate(ports, GIVEN, runIdOf(3))).counts).toMatchObject({ changedFiles: 1 });
    expect(filesOf(ports, runIdOf(3))).toEqual(await inFull(ports, runIdOf(4)));
  });

  it('keeps nothing of a model that is counted in less time than it takes to see what changed', async () => {
    const ports = await withCrowd();
    await countModels(ports, GIVEN, runIdOf(0));
    expect(await moveKept(runIdOf(0), ports.artefacts)).toEqual({ keptModels: 0, tooLargeModels: 0 });
    expect(ports.artefacts.keys('counts/')).toEqual([]);
  });

  it('counts in full what changed too much', async () => {
    const ports = await withCrowd();
    await countUpToGate(ports, { ...GIVEN, maxItemsPerActor: 2 }, runIdOf(1));
    const { counts } = await countUpToGate(ports, GIVEN, runIdOf(2));
    expect(counts).toMatchObject({ modelsChangedTooMuch: 1 });
    expect(filesOf(ports, runIdOf(2))).toEqual(await inFull(ports, runIdOf(3)));
  });

  it('counts in full, says so and keeps anew, where what was kept is gone or damaged', async () => {
    const files = (ports: MemoryPorts) => ports.artefacts.keys(`counts/${MODEL}/${runIdOf(0)}/`);
    const flip = (ports: MemoryPorts, key: string) => {
      const bytes = Uint8Array.from(ports.artefacts.objects.get(key)!);
      bytes[bytes.length - 9]! ^= 1;
      ports.artefacts.objects.set(key, bytes);
    };
    const [matrix, counted, pointer] = [/matrix/, /counts$/, currentCountsKey(MODEL)];
    const keyOf = (ports: MemoryPorts, name: RegExp) => files(ports).find((key) => name.test(key))!;
    const faults: [said: Record<string, number>, (ports: MemoryPorts) => unknown][] = [
      [{ modelsWithoutKept: 1 }, (ports) => ports.artefacts.remove([pointer])],
      [{ modelsWithoutKept: 1 }, (ports) => ports.artefacts.put(pointer, '{"runId":')],
      [{ modelsWithUnusableKept: 1 }, (ports) => ports.artefacts.remove([keyOf(ports, matrix)])],
      [{ modelsWithUnusableKept: 1 }, (ports) => flip(ports, keyOf(ports, matrix))],
      [{ recountedFiles: 1 }, (ports) => ports.artefacts.remove([keyOf(ports, counted)])],
      [{ recountedFiles: 1 }, (ports) => flip(ports, keyOf(ports, counted))],
      [{ recountedFiles: 1 }, (ports) => ports.artefacts.put(keyOf(ports, counted), 'short')],
    ];
    for (const [said, harm] of faults) {
      const ports = await withCrowd();
      await countUpToGate(ports, GIVEN, runIdOf(0));
      await harm(ports);
      await evolve(ports, little(), 0);
      expect((await countUpToGate(ports, GIVEN, runIdOf(1))).counts).toMatchObject(said);
      expect(filesOf(ports, runIdOf(1))).toEqual(await inFull(ports, runIdOf(2)));
      await countUpToGate(ports, GIVEN, runIdOf(3));
      await evolve(ports, little(), 1);
      expect((await countUpToGate(ports, GIVEN, runIdOf(4))).counts).toMatchObject({
        changedFiles: 1,
        recountedFiles: 0,
      });
    }
  });

  it('makes the same files when its workers are killed at any step and begun again', async () => {
    const straight = await withCrowd();
    const killed = await withCrowd();
    for (const ports of [straight, killed]) {
      await countUpToGate(ports, GIVEN, runIdOf(0));
      for (const [number, userId] of ['u1', 'u2', 'u3'].entries()) await evolve(ports, more(userId), number);
    }
    await countUpToGate(straight, GIVEN, runIdOf(1));
    const input = { runId: runIdOf(1), job: 'together', parameters: GIVEN };
    await countModels(killed, GIVEN, runIdOf(1), COSTS);
    for (let writes = 0; writes < 4; writes++) {
      afterWrites(killed, writes);
      await expect(assembleTogether(input, killed, clock, undefined, COSTS)).rejects.toThrow('killed');
    }
    await assembleTogether(input, killed, clock, undefined, COSTS);
    for (let writes = 0; writes < 2; writes++) {
      afterWrites(killed, writes);
      await expect(countTogether({ ...input, part: 0 }, killed, clock)).rejects.toThrow('killed');
    }
    await countTogether({ ...input, part: 0 }, killed, clock);
    failNext(killed.artefacts, 'remove', new Error('killed'));
    await expect(moveKept(runIdOf(1), killed.artefacts)).rejects.toThrow('killed');
    await moveKept(runIdOf(1), killed.artefacts);
    expect(filesOf(killed, runIdOf(1))).toEqual(filesOf(straight, runIdOf(1)));
    const kept = (ports: MemoryPorts) =>
      ports.artefacts
        .keys('counts/')
        .map((key) => [key, Buffer.from(ports.artefacts.objects.get(key)!).toString('base64')]);
    expect(kept(killed)).toEqual(kept(straight));
  });

  it('lets nothing that a late worker of an earlier run does take its counts back', async () => {
    const ports = await withCrowd();
    await countUpToGate(ports, GIVEN, runIdOf(0));
    const input = { runId: runIdOf(0), job: 'together', parameters: GIVEN };
    for (const [number, userId] of ['u1', 'u2', 'u3'].entries()) await evolve(ports, more(userId), number);
    await countUpToGate(ports, GIVEN, runIdOf(1));
    await countTogether({ ...input, part: 0 }, ports, clock);
    await moveKept(runIdOf(0), ports.artefacts);
    expect(currentCounts(ports).runId).toBe(runIdOf(1));
    await evolve(ports, little(), 5);
    expect((await countUpToGate(ports, GIVEN, runIdOf(2))).counts).toMatchObject({
      changedFiles: 1,
      recountedFiles: 0,
    });
    expect(filesOf(ports, runIdOf(2))).toEqual(await inFull(ports, runIdOf(3)));
  });

  it('keeps none where they are too many, says so, and does not try again until the matrix is smaller', async () => {
    const ports = await withCrowd();
    const input = { runId: runIdOf(0), job: 'together', parameters: GIVEN };
    await countModels(ports, GIVEN, runIdOf(0), COSTS);
    await countTogether({ ...input, part: 0 }, ports, clock, 100);
    expect(await moveKept(runIdOf(0), ports.artefacts)).toEqual({ keptModels: 0, tooLargeModels: 1 });
    expect(ports.artefacts.keys('counts/')).toEqual([currentCountsKey(MODEL)]);
    await evolve(ports, little(), 0);
    const { counts } = await countUpToGate(ports, GIVEN, runIdOf(1));
    expect(counts).toMatchObject({ modelsTooLargeToKeep: 1 });
    expect(ports.artefacts.keys('counts/')).toEqual([currentCountsKey(MODEL)]);
    expect(filesOf(ports, runIdOf(1))).toEqual(await inFull(ports, runIdOf(2)));
    const smaller = { ...GIVEN, maxItemsPerActor: 3 };
    expect(await countUpToGate(ports, smaller, runIdOf(3))).toMatchObject({ kept: { keptModels: 1 } });
  });

  it('keeps none where reading them would cost as much as counting, and tells it from what they would cost if nothing changed', async () => {
    const ports = await withCrowd();
    const dear = { ...COSTS, perByte: 2.5 };
    await countModels(ports, GIVEN, runIdOf(0), dear);
    expect(await moveKept(runIdOf(0), ports.artefacts)).toEqual({ keptModels: 0, tooLargeModels: 1 });
    await countModels(ports, GIVEN, runIdOf(1), { ...COSTS, perEntry: 1000 });
    expect(await moveKept(runIdOf(1), ports.artefacts)).toEqual({ keptModels: 0, tooLargeModels: 0 });
    expect(ports.artefacts.keys('counts/')).toEqual([currentCountsKey(MODEL)]);
  });

  it('keeps its counts whatever the gate says of its rows', async () => {
    const ports = await withCrowd();
    const input = (id: string) => ({ runId: id, job: 'together', parameters: GIVEN });
    await countModels(ports, GIVEN, runIdOf(0), COSTS);
    await gateAndPublish(ports, input(runIdOf(0)));
    await countModels(ports, { ...GIVEN, minCount: 29 }, runIdOf(1), COSTS);
    await expect(gateModels(input(runIdOf(1)), ports, clock)).rejects.toMatchObject({ code: 'gate-refused' });
    expect(currentCounts(ports)).toMatchObject({ runId: runIdOf(1), least: 29 });
    await countUpToGate(ports, GIVEN, runIdOf(2));
    expect(filesOf(ports, runIdOf(2))).toEqual(await inFull(ports, runIdOf(3)));
    expect(rowsOf(ports, MODEL, runIdOf(2)).size).toBe(ITEMS.length);
  });
});

/** The writes after so many fail. */
function afterWrites(ports: MemoryPorts, writes: number): void {
  const put = ports.artefacts.put;
  let left = writes;
  ports.artefacts.put = async (...args) => {
    if (left-- > 0) return put(...args);
    ports.artefacts.put = put;
    throw new Error('killed');
  };
}
