/** One measured figure. Benches print them as JSON lines, the runner as a table. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The most that it may be (or with `atLeast` the least), where there is a target. */
  readonly target?: number;
  readonly atLeast?: boolean;
}

export function report(name: string, value: number, unit: string, target?: number): void {
  const figure: Figure = { name, value: rounded(value), unit, ...(target === undefined ? {} : { target }) };
  console.log(JSON.stringify(figure));
}

/** Three digits are all that repeats. */
function rounded(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return Number(value.toFixed(Math.min(6, digits)));
}

/** The value below which a share of the sorted values lies (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export const secondsSince = (from: number): number => (performance.now() - from) / 1000;
