import type { Command } from 'commander';
import {
  diffCommand,
  historyCommand,
  type PushFlags,
  pullCommand,
  pushCommand,
  rollbackCommand,
  schemaCommand,
} from '../commands/registry.ts';
import { contextOf, type GlobalOptions } from '../context.ts';

const FOLDER = ['[dir]', 'the folder', 'registry'] as const;
type Ended = (code: number) => void;
type Flags = GlobalOptions & PushFlags & { readonly limit?: string };

/** `jangteo registry …`: what pages show, as files and versions (docs/registry.md). */
export function addRegistry(program: Command, ended: Ended): void {
  const registry = program.command('registry').description('what pages show: as files, and its versions');
  addFiles(registry, ended);
  addVersions(registry, ended);
}

const flagsOf = (command: Command): Flags => command.optsWithGlobals<Flags>();

function addFiles(registry: Command, ended: Ended): void {
  registry
    .command('pull')
    .description('write the documents into a folder, to be kept in git; what was edited there stays')
    .argument(...FOLDER)
    .option('--force', "where both sides changed, take the server's")
    .action(async (folder: string, _own, command: Command) => {
      ended(await pullCommand(contextOf(flagsOf(command)), folder, flagsOf(command)));
    });
  registry
    .command('diff')
    .description('what a push would change')
    .argument(...FOLDER)
    .action(async (folder: string, _own, command: Command) => {
      ended(await diffCommand(contextOf(flagsOf(command)), folder));
    });
  registry
    .command('push')
    .description("store the folder's changes as one; refused when the server changed since the pull")
    .argument(...FOLDER)
    .option('--note <text>', 'why')
    .option('--author <name>', 'who')
    .option('--dry-run', 'only check')
    .option('--replay', "first make the last day's pages again under it, and push only when none is emptied")
    .option('--users <ids>', 'see to it that these too are shown something on every page: u1,u2,cookie:c1')
    .option('--force', 'also over what others changed since the pull, and when pages would show nothing')
    .action(async (folder: string, _own, command: Command) => {
      ended(await pushCommand(contextOf(flagsOf(command)), folder, flagsOf(command)));
    });
}

function addVersions(registry: Command, ended: Ended): void {
  registry
    .command('history')
    .description('versions of a document, newest first')
    .argument('<kind>', 'pages, sections, providers, models, experiments')
    .argument('<name>')
    .option('--limit <n>', 'so many, 1 to 100')
    .action(async (kind: string, name: string, _own, command: Command) => {
      const flags = flagsOf(command);
      ended(await historyCommand(contextOf(flags), kind, name, flags.limit));
    });
  registry
    .command('rollback')
    .description('store what an older version said as a new one')
    .argument('<kind>')
    .argument('<name>')
    .argument('<version>', '0 is what ships')
    .option('--note <text>', 'why')
    .option('--author <name>', 'who')
    .action(async (kind: string, name: string, version: string, _own, command: Command) => {
      ended(await rollbackCommand(contextOf(flagsOf(command)), kind, name, version, flagsOf(command)));
    });
  registry
    .command('schema')
    .description('the JSON Schema of a kind of documents')
    .argument('<kind>')
    .action(async (kind: string, _own, command: Command) => {
      ended(await schemaCommand(contextOf(flagsOf(command)), kind));
    });
}
