import { describe, expect, it, vi } from 'vitest';
import {
  checkArchive,
  checkEvents,
  checkRanges,
  checkState,
  usableMemory,
} from '../../../../functions/batch/together-limits.ts';
import { memoryPorts } from '../../../support/memory-ports.ts';

const GIB = 1024 ** 3;
const held = { events: 10, names: 10, characters: 100, largest: 10, files: '1 of 1 files' };

describe('the limits of a together run', () => {
  it('are those of the function that it runs in, and none elsewhere', () => {
    expect(usableMemory()).toBe(Number.POSITIVE_INFINITY);
    vi.stubEnv('AWS_LAMBDA_FUNCTION_MEMORY_SIZE', '3008');
    expect(usableMemory()).toBe(3008 * 1024 * 1024 * 0.85);
    vi.unstubAllEnvs();
  });

  it('let a run pass that fits, and refuse one by its events, by its names, by the text of its ids', () => {
    expect(() => checkEvents(held, 4000)).not.toThrow();
    for (const more of [{ events: 20 }, { names: 30 }, { characters: 5000 }])
      expect(() => checkEvents({ ...held, ...more }, 4000)).toThrow(
        /^the events are too many for one Lambda/,
      );
  });

  it('refuse more files than can be read in time, without a look into any', async () => {
    const files = (count: number) => new Array(count).fill({ key: 'k', etag: 'e', size: 1 });
    const { archive } = memoryPorts();
    await expect(checkArchive(files(480_000), archive, GIB)).resolves.toBeUndefined();
    await expect(checkArchive(files(480_001), archive, GIB)).rejects.toThrow(
      /^the archive has too many files for one Lambda: 480001, and it reads at most 480000 in its time/,
    );
  });

  it('refuse a dictionary that no memory makes possible', () => {
    const ids = { ...held, largest: 8_388_609 };
    expect(() => checkEvents(ids, 100 * GIB)).toThrow(
      /^a dictionary is too large for one Lambda: a sixteenth of it would hold 8388609 ids from 1 of 1 files, and V8 holds at most 8388608 in one Map/,
    );
  });

  it('refuse a part that cannot be counted within fifteen minutes', () => {
    const ranges = [
      { from: 0, to: 1 },
      { from: 1, to: 3 },
    ];
    expect(() => checkRanges('m', Float64Array.of(7.2e9, 1, 1), ranges)).not.toThrow();
    expect(() => checkRanges('m', Float64Array.of(1, 4e9, 4e9), ranges)).toThrow(
      /^a part of the matrix m is too large for one Lambda: counting it takes about 800 s, and it should take at most 720 s/,
    );
  });

  it('refuse a state that Step Functions does not carry', () => {
    const parts = (count: number) => ({ parts: Array.from({ length: count }, (_, part) => part) });
    expect(() => checkState('plan-together', 12_000, parts(12_000))).not.toThrow();
    expect(() => checkState('plan-together', 60_000, parts(60_000))).toThrow(
      /^plan-together made 60000 parts: a state of \d+ bytes, and Step Functions carries at most 262144/,
    );
  });
});
