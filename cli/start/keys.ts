import { SCOPES, type Scope } from '../../domain/events/event.ts';

/** The part of the laptop's cloud that making keys needs. */
export interface Invoker {
  invoke(functionName: string, payload: unknown): Promise<unknown>;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The laptop's keys are fixed, so that requests can be written down: they open nothing but this machine. */
export const localKey = (scope: Scope): string => `local-${scope}`;

/** Makes the fixed keys known to the system. Making them again changes nothing. */
export async function issueLocalKeys(cloud: Invoker): Promise<void> {
  const name = output(cloud, 'IssueKeyFunctionName');
  await Promise.all(SCOPES.map((scope) => cloud.invoke(name, { scope, key: localKey(scope) })));
}

function output(cloud: Invoker, name: string): string {
  const found = Object.values(cloud.outputs).flatMap((outputs) => outputs[name] ?? []);
  if (found[0] === undefined) throw new Error(`no stack has an output ${name}`);
  return found[0];
}
