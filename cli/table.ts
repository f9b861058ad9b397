export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Longest width in terminal cells; longer text ends in an ellipsis. */
  readonly max?: number;
}

const WIDE = /[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦]|\p{Extended_Pictographic}/u;
const INVISIBLE = /\p{M}|\p{Cf}/u;

/** Terminal cells that a text takes: Hangul and the like take two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += INVISIBLE.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** Lines of a table with a header, columns as wide as their widest cell. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => columns.map((column, at) => clip(row[at] ?? '', column.max ?? 60)));
  const widths = columns.map((column, at) =>
    Math.max(widthOf(column.title), ...cells.map((row) => widthOf(row[at]!))),
  );
  const line = (row: readonly string[]) =>
    columns
      .map((column, at) => pad(row[at]!, widths[at]!, column.align))
      .join('  ')
      .trimEnd();
  return [
    line(columns.map((column) => column.title)),
    line(widths.map((width) => '─'.repeat(width))),
    ...cells.map(line),
  ];
}

function pad(text: string, width: number, align: Column['align']): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? space + text : text + space;
}

function clip(text: string, max: number): string {
  const flat = text.replace(/\p{Cc}/gu, ' ');
  if (widthOf(flat) <= max) return flat;
  let [kept, width] = ['', 0];
  for (const character of flat) {
    width += widthOf(character);
    if (width > max - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
