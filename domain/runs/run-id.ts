/** A run's id says its job and when it began: `together-20261123T091500000Z-1a2b3c`. */
const RUN_ID = /^(.+)-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z-[0-9a-f]{6}$/;

/** @param random six hex digits, so that two runs begun in one millisecond differ */
export function makeRunId(job: string, now: number, random: string): string {
  if (!/^[0-9a-f]{6}$/.test(random)) throw new RangeError(`random must be six hex digits, got ${random}`);
  return `${job}-${new Date(now).toISOString().replaceAll(/[-:.]/g, '')}-${random}`;
}

/** Job and start of a run by its id; undefined for an id that makeRunId does not make. */
export function parseRunId(runId: string): { readonly job: string; readonly startedAt: string } | undefined {
  const match = RUN_ID.exec(runId);
  if (!match) return undefined;
  const [, job, year, month, day, hour, minute, second, millisecond] = match;
  return { job: job!, startedAt: `${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z` };
}
