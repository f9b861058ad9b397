import { isObject, type Json } from '../deploy/json.ts';

export interface TargetInput {
  /** JSON to send in place of the event. */
  readonly input?: string | undefined;
  readonly inputPath?: string | undefined;
  readonly transformer?: { paths: Record<string, string>; template: string } | undefined;
}

interface RuleNames {
  readonly name: string;
  readonly arn: string;
}

/** What a target gets for an event: the event, a part of it, a constant, or a template filled in. */
export function shapeInput(target: TargetInput, event: Json, rule: RuleNames): string {
  if (target.input !== undefined) return target.input;
  if (target.inputPath !== undefined) return JSON.stringify(at(event, target.inputPath) ?? null);
  if (target.transformer !== undefined) return fill(target.transformer, event, rule);
  return JSON.stringify(event);
}

function fill(
  { paths, template }: { paths: Record<string, string>; template: string },
  event: Json,
  rule: RuleNames,
): string {
  const values: Record<string, Json | undefined> = {
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
    'aws.events.event.ingestion-time': isObject(event) ? event.time : undefined,
    'aws.events.event': event,
    'aws.events.event.json': event,
  };
  for (const [name, path] of Object.entries(paths)) values[name] = at(event, path);
  let quoted = false;
  const pieces = template.split(/(<[A-Za-z0-9_.-]+>|\\.|")/);
  return pieces
    .map((piece) => {
      if (piece === '"') quoted = !quoted;
      const value = /^<.*>$/.test(piece) ? values[piece.slice(1, -1)] : undefined;
      if (!/^<.*>$/.test(piece) || !(piece.slice(1, -1) in values)) return piece;
      return quoted ? inString(value) : (JSON.stringify(value) ?? '""');
    })
    .join('');
}

/** A value inside the quotes of a template: strings as they are, the rest as JSON, both escaped. */
function inString(value: Json | undefined): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return JSON.stringify(text).slice(1, -1);
}

/** `$.detail.items[0].name` */
export function at(value: Json, path: string): Json | undefined {
  const steps = path.replace(/^\$\.?/, '').match(/[^.[\]'"]+/g) ?? [];
  let here: Json | undefined = value;
  for (const step of steps) {
    if (Array.isArray(here)) here = here[Number(step)];
    else here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}
