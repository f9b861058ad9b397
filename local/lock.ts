import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalError } from './errors.ts';

/** Takes a folder of state for this process; the answer gives it back. Two processes would spoil each other's state. */
export function lockFolder(directory: string): () => void {
  const file = join(directory, 'lock');
  for (;;) {
    try {
      writeFileSync(file, `${process.pid} ${startOf(process.pid)}`, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [pid, start] = readFileSync(file, 'utf8').split(' ');
    if (isAlive(Number(pid), start ?? '')) {
      throw new LocalError(
        'DataInUse',
        `the data folder ${directory} is used by process ${pid}; stop it, or choose another folder`,
      );
    }
    rmSync(file, { force: true });
  }
}

/** When a process started, in the kernel's words: ids are given again, in containers from 1 on. Empty off Linux. */
function startOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(pid: number, start: string): boolean {
  if (!(pid > 0) || startOf(pid) !== start) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
