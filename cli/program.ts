import { Command, CommanderError, Option } from 'commander';
import { JOBS } from '../contract/batch.ts';
import { doctorCommand } from './commands/doctor.ts';
import { type ImportFlags, importCommand } from './commands/import.ts';
import { type RecommendFlags, recommendCommand } from './commands/recommend.ts';
import { parameter, runCommand } from './commands/run.ts';
import { contextOf, type GlobalOptions } from './context.ts';
import { DATASETS } from './datasets/index.ts';
import { CliError, EXIT } from './errors.ts';
import { addMerchandise } from './merchandise/program.ts';
import { addRegistry } from './registry/program.ts';

/** Runs one command line. @returns the exit code: 0 well, 1 failure told in words, 2 wrong usage */
export async function runProgram(args: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  const program = makeProgram((result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (!(error instanceof CliError)) throw error;
    process.stderr.write(`jangteo: ${error.message}\n`);
    return error.exitCode;
  }
}

function makeProgram(ended: (code: number) => void): Command {
  const program = new Command('jangteo')
    .description('Works with a Jangteo backend, on a laptop or deployed.')
    .option('--url <url>', 'address of the API (JANGTEO_URL, else http://127.0.0.1:3000)')
    .option('--key <key>', 'API key (JANGTEO_API_KEY, else local-admin)')
    .option('--json', 'print JSON for scripts')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  addImport(program, ended);
  addRun(program, ended);
  addRecommend(program, ended);
  addRegistry(program, ended);
  addMerchandise(program, ended);
  addDoctor(program, ended);
  return program;
}

type Ended = (code: number) => void;

function addImport(program: Command, ended: Ended): void {
  program
    .command('import')
    .description('load NDJSON (also .gz) through the API, or a public data set')
    .argument('<what>', `events, items, users, ${Object.keys(DATASETS).join(', ')}`)
    .argument('<path>', 'the file; for a data set its folder or transactions file')
    .option('--archive', 'events go straight into the archive, then the actors are rebuilt')
    .option('--shift-to-now', 'move all times by one amount so that the last is now')
    .addHelpText(
      'after',
      '\nExits with 0 only when every line was taken; see <file>.rejected.ndjson for the others.',
    )
    .action(async (what: string, path: string, _own, command: Command) => {
      const options = command.optsWithGlobals<ImportFlags & GlobalOptions>();
      ended(await importCommand(contextOf(options), what, path, options));
    });
}

function addRun(program: Command, ended: Ended): void {
  program
    .command('run')
    .description('start a run of a job')
    .argument('<job>', JOBS.join(', '))
    .option('--param <name=value>', 'a parameter; JSON where it parses, else text', parameter)
    .option('--wait', 'follow its steps to the end; exit with 1 when it fails')
    .action(async (job: string, _own, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & RunFlags>();
      ended(await runCommand(contextOf(options), job, options.param ?? {}, options.wait === true));
    });
}

interface RunFlags {
  readonly param?: Record<string, unknown>;
  readonly wait?: boolean;
}

function addRecommend(program: Command, ended: Ended): void {
  program
    .command('recommend')
    .description('show a page as tables')
    .addOption(new Option('--page <page>', 'name of the page, such as home or item').makeOptionMandatory())
    .option('--user <userId>', 'for this user')
    .option('--cookie <cookieId>', 'for this cookie')
    .option('--item <itemId>', 'about this item')
    .option('--limit <n>', 'items per section, 1 to 100')
    .option('--explain', 'with the ledger of each section')
    .action(async (_own, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & RecommendFlags>();
      ended(await recommendCommand(contextOf(options), options));
    });
}

function addDoctor(program: Command, ended: Ended): void {
  program
    .command('doctor')
    .description('what is installed, what is missing and what for, what answers')
    .action(async (_own, command: Command) => {
      ended(await doctorCommand(contextOf(command.optsWithGlobals<GlobalOptions>())));
    });
}
