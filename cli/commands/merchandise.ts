import type { Context } from '../context.ts';
import { CliError, EXIT, UsageError } from '../errors.ts';
import {
  type Boosted,
  type Decision,
  decide,
  decisionsOf,
  type Provider,
  replacedBy,
  stateOf,
  without,
  wordsOf,
} from '../merchandise/decisions.ts';
import { type Span, spanOf } from '../merchandise/moments.ts';
import { type PreviewFlags, previewLines, previewsOf } from '../merchandise/preview.ts';
import { changeProvider, readAll, readProvider, readProviders } from '../merchandise/provider.ts';
import { type Column, tableLines } from '../table.ts';

export interface DecisionFlags extends Span, PreviewFlags {
  readonly provider: string;
  readonly note?: string;
  readonly author?: string;
}
export interface PinFlags extends DecisionFlags {
  readonly position?: string;
}
export interface BoostFlags extends DecisionFlags {
  readonly category?: string;
  readonly by?: string;
}

/** `jangteo pin`. @returns the exit code */
export async function pinCommand(context: Context, itemId: string, flags: PinFlags, now = Date.now()) {
  const position = numberOf('--position', flags.position ?? '0', 'a whole number from 0 to 99', isPlace);
  return decideCommand(context, { step: 'pin', itemId, position, ...datedOf(flags, now) }, flags, now);
}

const isPlace = (value: number) => Number.isInteger(value) && value >= 0 && value <= 99;

/** `jangteo boost`: by a factor above 1. @returns the exit code */
export async function boostCommand(
  context: Context,
  itemId: string | undefined,
  flags: BoostFlags,
  now = Date.now(),
) {
  if (flags.by === undefined) throw new UsageError('boost needs --by, a factor above 1, at most 100');
  const lifts = (value: number) => value > 1 && value <= 100;
  const factor = numberOf('--by', flags.by, 'a factor above 1, at most 100 (bury lowers)', lifts);
  return decideCommand(context, factored(itemId, factor, flags, now), flags, now);
}

const BURIED = '0.1';

/** `jangteo bury`: by a factor below 1; 0 puts last. @returns the exit code */
export async function buryCommand(
  context: Context,
  itemId: string | undefined,
  flags: BoostFlags,
  now = Date.now(),
) {
  const lowers = (value: number) => value >= 0 && value < 1;
  const factor = numberOf('--by', flags.by ?? BURIED, 'a factor from 0, below 1 (boost lifts)', lowers);
  return decideCommand(context, factored(itemId, factor, flags, now), flags, now);
}

function factored(itemId: string | undefined, factor: number, flags: BoostFlags, now: number): Boosted {
  const { category } = flags;
  if ((itemId === undefined) === (category === undefined))
    throw new UsageError('name either an item or a --category');
  return {
    step: 'boost',
    items: itemId === undefined ? {} : { [itemId]: factor },
    categories: category === undefined ? {} : { [category]: factor },
    ...datedOf(flags, now),
  };
}

const datedOf = (flags: DecisionFlags, now: number) => ({
  ...spanOf(flags, now),
  ...(flags.note !== undefined && { note: flags.note }),
});

function numberOf(option: string, text: string, allowed: string, fits: (value: number) => boolean): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (fits(value)) return value;
  throw new UsageError(`${option} must be ${allowed}, got ${JSON.stringify(text)}`);
}

/** Stores a decision, or shows what it would do. */
async function decideCommand(
  context: Context,
  decision: Decision,
  flags: DecisionFlags,
  now: number,
): Promise<number> {
  const { client, output } = context;
  if (flags.preview !== undefined) return previewCommand(context, decision, flags, now);
  let replaced: readonly Decision[] = [];
  const change = (provider: Provider) => {
    replaced = replacedBy(provider, decision, now);
    return decide(provider, decision, now);
  };
  const stored = await changeProvider(client, flags.provider, change, signedOf(flags, wordsOf(decision)));
  const { version } = stored;
  if (output.json) output.out(JSON.stringify({ provider: flags.provider, version, decision, replaced }));
  else
    output.out(`${decidedWords(decision, replaced, flags.provider)}: version ${version}, live within 30 s`);
  return EXIT.ok;
}

const signedOf = ({ author }: { readonly author?: string }, note: string) => ({
  note: note.slice(0, 512),
  ...(author !== undefined && { author }),
});

function decidedWords(decision: Decision, replaced: readonly Decision[], provider: string): string {
  const { from, until } = decision;
  const span = [from && `from ${from}`, until && `until ${until}`].filter((one) => one !== undefined);
  const instead = replaced.length > 0 ? [`instead of ${replaced.map(wordsOf).join(', ')}`] : [];
  return [wordsOf(decision), `in ${provider}`, ...span, ...instead].join(' ');
}

async function previewCommand(
  { client, output }: Context,
  decision: Decision,
  flags: DecisionFlags,
  now: number,
): Promise<number> {
  const { provider } = await readProvider(client, flags.provider);
  const proposed = { ...decide(provider, decision, now), name: flags.provider };
  const previews = await previewsOf(client, await readAll(client), proposed, flags);
  if (output.json) output.out(JSON.stringify(previews));
  else for (const line of previewLines(previews)) output.out(line);
  if (stateOf(decision, now) === 'waiting') output.err('it waits for its time, so nothing changes yet');
  return EXIT.ok;
}

const COLUMNS: readonly Column[] = [
  { title: 'provider' },
  { title: '#', align: 'right' },
  { title: 'what', max: 60 },
  { title: 'state' },
  { title: 'from' },
  { title: 'until' },
  { title: 'note', max: 60 },
];

/** `jangteo pins`: what editors decided. @returns the exit code */
export async function pinsCommand(
  { client, output }: Context,
  flags: { readonly provider?: string },
  now = Date.now(),
): Promise<number> {
  const providers =
    flags.provider === undefined
      ? await readProviders(client)
      : new Map([[flags.provider, (await readProvider(client, flags.provider)).provider]]);
  const listed = [...providers].flatMap(([provider, document]) =>
    decisionsOf(document).map((decision, at) => ({
      provider,
      index: at + 1,
      state: stateOf(decision, now),
      decision,
    })),
  );
  if (output.json) output.out(JSON.stringify(listed));
  else if (listed.length === 0) output.out('nothing was pinned, boosted or buried');
  else for (const line of tableLines(COLUMNS, listed.map(cellsOf))) output.out(line);
  return EXIT.ok;
}

interface Listed {
  readonly provider: string;
  readonly index: number;
  readonly state: string;
  readonly decision: Decision;
}
const cellsOf = ({ provider, index, state, decision }: Listed): string[] => [
  provider,
  String(index),
  wordsOf(decision),
  state,
  decision.from ?? '',
  decision.until ?? '',
  decision.note ?? '',
];

/** `jangteo end`: takes a decision away, by its note or its number. @returns the exit code */
export async function endCommand(
  { client, output }: Context,
  which: string,
  flags: { readonly provider: string; readonly author?: string },
  now = Date.now(),
): Promise<number> {
  // Found once: on fresh content the same number may be another decision.
  let ended: Decision | undefined;
  const change = (provider: Provider) => {
    ended ??= decisionNamed(provider, which, flags.provider);
    const changed = without(provider, ended, now);
    if (changed) return changed;
    throw new CliError('unknown-decision', `somebody else took away ${wordsOf(ended)} meanwhile`);
  };
  const { version } = await changeProvider(client, flags.provider, change, signedOf(flags, `end ${which}`));
  if (output.json) output.out(JSON.stringify({ provider: flags.provider, version, ended }));
  else output.out(`ended ${wordsOf(ended!)} in ${flags.provider}: version ${version}, live within 30 s`);
  return EXIT.ok;
}

/** @throws CliError when none is called so, or several are */
function decisionNamed(document: Provider, which: string, provider: string): Decision {
  const decisions = decisionsOf(document);
  const noted = decisions.filter(({ note }) => note === which);
  const [one] = noted;
  if (noted.length > 1) {
    const numbers = noted.map((decision) => `${decisions.indexOf(decision) + 1} (${wordsOf(decision)})`);
    const words = `${noted.length} decisions of ${provider} have that note; end one by its number: ${numbers.join(', ')}`;
    throw new CliError('ambiguous-note', words);
  }
  const numbered = /^\d{1,2}$/.test(which) ? decisions[Number(which) - 1] : undefined;
  const found = one ?? numbered;
  if (found) return found;
  const there = decisions.map((decision, at) => `${at + 1} (${decision.note ?? wordsOf(decision)})`);
  const words = `must be the note or number of a decision of ${provider}: ${there.join(', ') || 'there are none'}`;
  throw new CliError('unknown-decision', `${words}, got ${JSON.stringify(which)}`);
}
