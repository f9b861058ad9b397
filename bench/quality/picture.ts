/** Lists of users, the best first, by item id: as they are before a step, and after it. */
export interface Picture {
  readonly title: string;
  readonly before: readonly (readonly string[])[];
  readonly after: readonly (readonly string[])[];
  readonly categoryOf: (itemId: string) => string | undefined;
}

/** Told apart by people who see colours differently (Okabe and Ito 2008, Paul Tol's "muted"); what is left is grey. */
const COLOURS = [
  ...['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#f0e442'],
  ...['#332288', '#882255', '#999933', '#44aa99', '#aa4499'],
] as const;
const OTHER = '#c8c8c8';
const EMPTY = '#ffffff';

const [CELL_WIDTH, CELL_HEIGHT] = [9, 4];
const [MARGIN, GAP, TOP, LINE] = [44, 28, 54, 16];

/**
 * Users × ranks as an SVG, before and after side by side: a line a user, a cell an item, coloured by its category. The twelve
 * categories with the most cells have a colour; the others are grey. Both panels keep the order of the users. The same input gives the same text.
 */
export function picture(drawn: Picture): string {
  const ranks = Math.max(1, ...[...drawn.before, ...drawn.after].map(({ length }) => length));
  const users = Math.max(drawn.before.length, drawn.after.length);
  const legend = legendOf(drawn);
  const panel = { width: ranks * CELL_WIDTH, height: users * CELL_HEIGHT };
  const width = 2 * panel.width + 2 * MARGIN + GAP;
  const columns = Math.max(1, Math.floor((width - 2 * MARGIN) / LEGEND_WIDTH));
  const height = TOP + panel.height + 2 * LINE + Math.ceil((legend.length + 1) / columns) * LINE + 12;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">`,
    `<title>${escaped(drawn.title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(MARGIN, 20, drawn.title, 'font-size="14" font-weight="bold"'),
    ...panelOf('before', drawn.before, MARGIN, panel, drawn, legend),
    ...panelOf('after', drawn.after, MARGIN + panel.width + GAP, panel, drawn, legend),
    `<text transform="translate(${MARGIN - 8} ${TOP + panel.height}) rotate(-90)">users</text>`,
    ...legendLines(legend, TOP + panel.height + 2 * LINE + 8, columns),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

/** The categories with the most cells, the most first, ties by name: each has a colour. */
function legendOf({ before, after, categoryOf }: Picture): string[] {
  const cells = new Map<string, number>();
  for (const itemId of [...before, ...after].flat()) {
    const category = categoryOf(itemId);
    if (category !== undefined) cells.set(category, (cells.get(category) ?? 0) + 1);
  }
  return [...cells]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, COLOURS.length)
    .map(([category]) => category);
}

/** One path a colour, so that a picture of thousands of cells stays small. */
function panelOf(
  name: string,
  lists: Picture['before'],
  left: number,
  { width, height }: { readonly width: number; readonly height: number },
  { categoryOf }: Picture,
  legend: readonly string[],
): string[] {
  const paths = new Map<string, string[]>();
  for (const [user, list] of lists.entries())
    for (const [from, to, category] of runsOf(list, categoryOf)) {
      const colour = colourOf(category, legend);
      const path = paths.get(colour) ?? [];
      paths.set(colour, path);
      path.push(
        `M${from * CELL_WIDTH} ${user * CELL_HEIGHT}h${(to - from) * CELL_WIDTH}v${CELL_HEIGHT}h${(from - to) * CELL_WIDTH}z`,
      );
    }
  const filled = [...paths].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    text(left, TOP - 8, name),
    `<g transform="translate(${left} ${TOP})">`,
    ...filled.map(([colour, path]) => `<path fill="${colour}" d="${path.join('')}"/>`),
    `<rect width="${width}" height="${height}" fill="none" stroke="#808080"/>`,
    '</g>',
    text(left, TOP + height + 14, 'rank 1'),
    text(left + width, TOP + height + 14, String(width / CELL_WIDTH), 'text-anchor="end"'),
  ];
}

/** Neighbours of one category as one run: from, to (exclusive), category. */
function runsOf(list: readonly string[], categoryOf: Picture['categoryOf']) {
  const runs: [from: number, to: number, category: string | undefined][] = [];
  for (const [rank, itemId] of list.entries()) {
    const category = categoryOf(itemId);
    const last = runs.at(-1);
    if (last && last[2] === category) last[1] = rank + 1;
    else runs.push([rank, rank + 1, category]);
  }
  return runs;
}

function colourOf(category: string | undefined, legend: readonly string[]): string {
  const place = category === undefined ? -1 : legend.indexOf(category);
  return COLOURS[place] ?? OTHER;
}

const LEGEND_WIDTH = 190;
const LEGEND_TEXT = 26;

function legendLines(legend: readonly string[], top: number, columns: number): string[] {
  const named = [
    ...legend.map((name, place) => [name, COLOURS[place]!] as const),
    ['others', OTHER] as const,
  ];
  return named.flatMap(([name, colour], at) => {
    const [x, y] = [MARGIN + (at % columns) * LEGEND_WIDTH, top + Math.floor(at / columns) * LINE];
    const short = [...name].length > LEGEND_TEXT ? `${[...name].slice(0, LEGEND_TEXT - 1).join('')}…` : name;
    return [
      `<rect x="${x}" y="${y - 9}" width="10" height="10" fill="${colour}" stroke="${EMPTY}"/>`,
      text(x + 15, y, short),
    ];
  });
}

const text = (x: number, y: number, words: string, more = ''): string =>
  `<text x="${x}" y="${y}"${more && ` ${more}`}>${escaped(words)}</text>`;

const escaped = (words: string): string =>
  words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
