import { createHash } from 'node:crypto';

/** Physical names that CloudFormation would invent: here they follow from stack and logical id alone. */
export function physicalName(stack: string, logicalId: string, longest: number, lower = false): string {
  const full = `${stack}-${logicalId}`.replace(/[^A-Za-z0-9-]/g, '-');
  const name = lower ? full.toLowerCase() : full;
  if (name.length <= longest) return name;
  const digest = createHash('sha256').update(full).digest('hex').slice(0, 8);
  return `${name.slice(0, longest - 9)}-${digest}`;
}

const GENERIC = new Set(['Resource', 'Default', 'Function', 'Handler', 'Lambda', 'Fn']);

/** `App/Streaming/RecordActors/Function/Resource` → `record-actors`, for log lines. */
export function shortName(path: string): string {
  const parts = path.split('/');
  const telling = parts.findLast((part, i) => i > 0 && !GENERIC.has(part)) ?? parts.at(-1) ?? path;
  return telling
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9-]/g, '-')
    .toLowerCase();
}
