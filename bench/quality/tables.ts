import type { Bootstrap } from './bootstrap.ts';
import { COLUMNS, type Measured, type Shape } from './judge.ts';
import type { Metric } from './metrics.ts';
import { type Column, difference, meanOf } from './tally.ts';

export interface Method {
  readonly name: string;
  readonly measured: Measured;
}

/** A line of cells; the first names it. */
export type Table = readonly (readonly string[])[];

const HEADS = COLUMNS.map(([shape, metric]) => `${metric} ${shape}`);

const columnOf = ({ measured }: Method, shape: Shape, metric: Metric): Column | undefined =>
  measured[shape]?.column(metric);

/** The method with the largest mean of a column; of equals the first. */
export function bestOf(methods: readonly Method[], shape: Shape, metric: Metric): Method | undefined {
  const able = methods.filter(({ measured }) => measured[shape]);
  const mean = (method: Method) => meanOf(columnOf(method, shape, metric)!);
  return able.reduce<Method | undefined>(
    (best, method) => (best && mean(best) >= mean(method) ? best : method),
    undefined,
  );
}

/** Means, with a sign for each of the methods beside: + better, − worse, · within the interval. */
export function signedTable(
  methods: readonly Method[],
  beside: (shape: Shape, metric: Metric) => readonly (Method | undefined)[],
  bootstrap: Bootstrap,
): Table {
  const cell = (method: Method, shape: Shape, metric: Metric): string => {
    const own = columnOf(method, shape, metric);
    if (!own) return '–';
    const signs = beside(shape, metric).map((other) => {
      const theirs = other && columnOf(other, shape, metric);
      return theirs && other !== method ? signOf(bootstrap, own, theirs) : '';
    });
    return `${shown(meanOf(own))}${signs.length > 0 ? ` ${signs.join('')}`.trimEnd() : ''}`;
  };
  return [
    ['method', ...HEADS],
    ...methods.map((method) => [
      method.name,
      ...COLUMNS.map(([shape, metric]) => cell(method, shape, metric)),
    ]),
  ];
}

function signOf(bootstrap: Bootstrap, own: Column, other: Column): string {
  const { low, high } = difference(bootstrap, own, other);
  return low > 0 ? '+' : high < 0 ? '−' : '·';
}

/** A method beside the best peer of each column of its shape: both figures, the difference and its interval. */
export function besideBest(
  methods: readonly (readonly [Method, Shape])[],
  peers: readonly Method[],
  bootstrap: Bootstrap,
): Table {
  const lines = methods.flatMap(([method, wanted]) =>
    COLUMNS.filter(([shape]) => shape === wanted).flatMap(([shape, metric]) => {
      const [own, best] = [columnOf(method, shape, metric), bestOf(peers, shape, metric)];
      if (!own || !best) return [];
      const theirs = columnOf(best, shape, metric)!;
      const { mean, low, high } = difference(bootstrap, own, theirs);
      return [
        [
          method.name,
          `${metric} ${shape}`,
          shown(meanOf(own)),
          `${shown(meanOf(theirs))} ${best.name}`,
          `${signed(mean)} [${signed(low)}, ${signed(high)}]`,
          low > 0 ? 'better' : high < 0 ? '**worse**' : 'level',
        ],
      ];
    }),
  );
  return [['method', 'measure', 'ours', 'best peer', 'difference [95 %]', ''], ...lines];
}

/** The means of a method in all columns that it has, by name. */
export const meansOf = (method: Method): (readonly [name: string, mean: number])[] =>
  COLUMNS.flatMap(([shape, metric]) => {
    const column = columnOf(method, shape, metric);
    return column ? [[`${method.name}: ${metric} ${shape}`, meanOf(column)] as const] : [];
  });

const shown = (value: number): string => value.toFixed(3).replace(/^0/, '');
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${shown(Math.abs(value))}`;

export function markdown(table: Table): string {
  const [head = [], ...lines] = table;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...lines.map(line)].join('\n');
}

/** For the console: columns of even width. */
export function aligned(table: Table): string {
  const widths = (table[0] ?? []).map((_, at) => Math.max(...table.map((cells) => cells[at]?.length ?? 0)));
  return table
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
