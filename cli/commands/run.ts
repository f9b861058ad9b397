import type { Context } from '../context.ts';
import { EXIT, UsageError } from '../errors.ts';
import { followRun, RunFailedError, startRun } from '../runs.ts';

/** `jangteo run JOB`: starts it; with wait, follows it to its end. @returns the exit code */
export async function runCommand(
  { client, output }: Context,
  job: string,
  parameters: Readonly<Record<string, unknown>>,
  wait: boolean,
): Promise<number> {
  const runId = await startRun(client, job, parameters);
  if (!wait) {
    output.out(output.json ? JSON.stringify({ runId }) : runId);
    return EXIT.ok;
  }
  const say = output.json ? output.err : output.out;
  say(runId);
  try {
    const run = await followRun(client, runId, say);
    output.out(output.json ? JSON.stringify(run) : `${run.runId} succeeded`);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof RunFailedError && output.json) output.out(JSON.stringify(error.run));
    throw error;
  }
}

/** Gathers `--param name=value`: values are JSON where they parse, else text. Repeating a name replaces it. */
export function parameter(text: string, before: Record<string, unknown> = {}): Record<string, unknown> {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--param takes name=value, got ${JSON.stringify(text)}`);
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  return Object.fromEntries([...Object.entries(before), [name, jsonOrText(value)]]);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
