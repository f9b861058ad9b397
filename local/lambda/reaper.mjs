// Waits for the laptop's process to end, however it ends, and then kills what it left: on standard input come lines
// `+pid`, `-pid` and `dir PATH` (to be removed); the end of input is the end of the parent.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('SIGHUP', () => {});

const pids = new Set();
const directories = new Set();

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  if (line.startsWith('dir ')) directories.add(line.slice(4));
  else if (line.startsWith('+')) pids.add(Number(line.slice(1)));
  else pids.delete(Number(line.slice(1)));
});
lines.on('close', () => {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // gone already
    }
  }
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  process.exit(0);
});
