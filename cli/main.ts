import { runProgram } from './program.ts';

// A reader such as `head` may leave early: that is its right and no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

// Not process.exit: what is still being written to a pipe is written first.
process.exitCode = await runProgram(process.argv.slice(2));
