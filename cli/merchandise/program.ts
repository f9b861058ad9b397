import type { Command } from 'commander';
import {
  type BoostFlags,
  boostCommand,
  buryCommand,
  endCommand,
  type PinFlags,
  pinCommand,
  pinsCommand,
} from '../commands/merchandise.ts';
import { contextOf, type GlobalOptions } from '../context.ts';

type Ended = (code: number) => void;
const PROVIDER = ['--provider <name>', 'the provider whose lists it changes, such as trending-now'] as const;

/** A merchandiser's verbs (docs/registry.md): what is pinned, boosted and buried in a provider's lists. */
export function addMerchandise(program: Command, ended: Ended): void {
  addPin(program, ended);
  addFactor(
    program,
    ended,
    'boost',
    'lift an item, or all of a category',
    'above 1, at most 100',
    boostCommand,
  );
  addFactor(program, ended, 'bury', 'lower them', 'from 0 (last), below 1; 0.1 if not given', buryCommand);
  addPins(program, ended);
}

/** What every decision takes. */
const decision = (command: Command): Command =>
  command
    .requiredOption(...PROVIDER)
    .option('--from <time>', '2026-12-01, 2026-12-01T09:00:00+09:00, +3d, +12h')
    .option('--until <time>', 'as --from; for ever if not given')
    .option('--note <text>', 'what you call it, to find and end it by')
    .option('--author <name>', 'who')
    .option('--preview [users...]', 'store nothing: show what they would see (cookie:ID for a cookie)')
    .option('--page <page>', 'with --preview: only this page')
    .option('--at <itemId>', 'with --preview: the item that the page is about');

function addPin(program: Command, ended: Ended): void {
  const command = program
    .command('pin')
    .description('put an item at a fixed place of the lists that a provider makes')
    .argument('<item>')
    .option('--position <n>', 'place from 0 to 99; 0 if not given');
  decision(command).action(async (item: string, _own, self: Command) => {
    const flags = self.optsWithGlobals<GlobalOptions & PinFlags>();
    ended(await pinCommand(contextOf(flags), item, flags));
  });
}

function addFactor(
  program: Command,
  ended: Ended,
  name: string,
  description: string,
  range: string,
  run: typeof boostCommand,
): void {
  const command = program
    .command(name)
    .description(`${description}, in the lists that a provider makes`)
    .argument('[item]')
    .option('--category <category>', 'everything in it, instead of an item')
    .option('--by <factor>', range);
  decision(command).action(async (item: string | undefined, _own, self: Command) => {
    const flags = self.optsWithGlobals<GlobalOptions & BoostFlags>();
    ended(await run(contextOf(flags), item, flags));
  });
}

function addPins(program: Command, ended: Ended): void {
  program
    .command('pins')
    .description('what was pinned, boosted and buried, and whether it waits, holds or has ended')
    .option('--provider <name>', 'only of this provider')
    .action(async (_own, self: Command) => {
      const flags = self.optsWithGlobals<GlobalOptions & { readonly provider?: string }>();
      ended(await pinsCommand(contextOf(flags), flags));
    });
  program
    .command('end')
    .description('take one of them away')
    .argument('<which>', 'its note, or its number in `jangteo pins`')
    .requiredOption(...PROVIDER)
    .option('--author <name>', 'who')
    .action(async (which: string, _own, self: Command) => {
      type Flags = GlobalOptions & { readonly provider: string; readonly author?: string };
      const flags = self.optsWithGlobals<Flags>();
      ended(await endCommand(contextOf(flags), which, flags));
    });
}
