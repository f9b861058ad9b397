import { describe, expect, it } from 'vitest';
import type { ArchivedEvent } from '../../../../domain/events/event.ts';
import { gateModels } from '../../../../functions/batch/gate-models.ts';
import { memoryPorts } from '../../../support/memory-ports.ts';
import {
  act,
  countsOf,
  GIVEN,
  MODEL,
  runIdOf,
  startRecord,
  withCrowd,
} from '../../../support/together-crowd.ts';
import { archive, countModels, gateAndPublish, NOW } from '../../../support/together-run.ts';

const clock = () => NOW;
const iso = (time: number) => new Date(time).toISOString();

describe('a run of the continuous mode', () => {
  const given = { ...GIVEN, continuous: true };
  const input = (id: string, parameters: Record<string, unknown> = given) => ({
    ...{ runId: id, job: 'together', parameters },
  });
  const alone = (userId: string) => [act({ userId, itemId: 'a1' }, NOW - 1_000)];
  async function counted(events: readonly ArchivedEvent[], parameters: Record<string, unknown> = given) {
    const ports = memoryPorts();
    await archive(ports, [events]);
    await startRecord(ports, runIdOf(0));
    await countModels(ports, parameters, runIdOf(0));
    return ports;
  }

  it('of a new shop, before any two items met, ends well, publishes nothing and says so', async () => {
    const ports = await counted(alone('u1'));
    expect((await gateModels(input(runIdOf(0)), ports, clock)).models).toEqual([]);
    expect(await countsOf(ports, runIdOf(0))).toMatchObject({ models: 0, noPairsYet: 1, emptyModels: 2 });
    expect(await ports.models.versions('together-popular')).toEqual([]);
  });

  it('by hand is told that no two items met', async () => {
    const byHand = { ...given, continuous: false };
    const ports = await counted(alone('u1'), byHand);
    await expect(gateModels(input(runIdOf(0), byHand), ports, clock)).rejects.toThrow(
      'no model has any rows, for no two items met often enough',
    );
  });

  it('publishes with the first pair', async () => {
    const ports = await counted(
      ['u1', 'u2'].flatMap((userId) => [...alone(userId), act({ userId, itemId: 'b1' }, NOW)]),
    );
    const { models } = await gateModels(input(runIdOf(0)), ports, clock);
    expect(models.map(({ name }) => name)).toEqual(['together-popular', MODEL]);
  });

  it('is refused when pairs that were served are all gone', async () => {
    const ports = await withCrowd();
    await countModels(ports, given, runIdOf(0));
    await gateAndPublish(ports, input(runIdOf(0)));
    const strict = { ...given, minCount: 1000 };
    await countModels(ports, strict, runIdOf(1));
    await expect(gateModels(input(runIdOf(1), strict), ports, clock)).rejects.toMatchObject({
      code: 'gate-refused',
    });
  });

  it('with no event in its windows ends well, leaves what is served, and says so', async () => {
    const ports = await withCrowd();
    await countModels(ports, given, runIdOf(0));
    await gateAndPublish(ports, input(runIdOf(0)));
    const later = { ...given, asOf: iso(NOW + 30 * 24 * 3_600_000) };
    await startRecord(ports, runIdOf(1));
    expect((await countModels(ports, later, runIdOf(1))).parts).toEqual([]);
    expect((await gateModels(input(runIdOf(1), later), ports, clock)).models).toEqual([]);
    expect(await countsOf(ports, runIdOf(1))).toMatchObject({ noEventsInWindow: 1, acts: 0, models: 0 });
    expect(await ports.models.pointer(MODEL)).toMatchObject({ activeVersion: runIdOf(0) });
  });
});
