import { runProgram } from './program.ts';

// Not process.exit: what is still being written to a pipe is written first.
process.exitCode = await runProgram(process.argv.slice(2));
