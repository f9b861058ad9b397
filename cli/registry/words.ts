import { type Change, type Documents, differencesOf } from './compare.ts';

const SIGNS = { add: '+', change: '~', delete: '-' } as const;
/** Lines a document: who changes more looks into the files. */
const MOST = 20;
const WIDTH = 60;

/** What changes, a line each; of a changed document every value. */
export function changeLines(changes: readonly Change[], from: Documents, to: Documents): string[] {
  return changes.flatMap(({ key, what }) => {
    const differences = what === 'change' ? differencesOf(from.get(key), to.get(key)) : [];
    const lines = differences.map((one) => `    ${one.path}: ${shown(one.from)} → ${shown(one.to)}`);
    const more = lines.length > MOST ? [`    and ${lines.length - MOST} more`] : [];
    return [`${SIGNS[what]} ${key}`, ...lines.slice(0, MOST), ...more];
  });
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > WIDTH ? `${text.slice(0, WIDTH)}…` : text;
}
