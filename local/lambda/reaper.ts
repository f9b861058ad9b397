import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A small process beside ours that outlives a SIGKILL of ours just long enough to kill our children. */
export class Reaper {
  private process: ChildProcess | undefined;

  private write(line: string): void {
    this.process ??= this.spawn();
    this.process.stdin?.write(`${line}\n`);
  }

  private spawn(): ChildProcess {
    const script = fileURLToPath(new URL('./reaper.mjs', import.meta.url));
    const child = spawn(process.execPath, [script], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      env: {},
    });
    child.stdin?.on('error', () => {});
    child.unref();
    return child;
  }

  removeAtEnd(directory: string): void {
    this.write(`dir ${directory}`);
  }

  add(pid: number): void {
    this.write(`+${pid}`);
  }

  remove(pid: number): void {
    this.write(`-${pid}`);
  }

  async stop(): Promise<void> {
    const child = this.process;
    if (child === undefined || child.exitCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.ref();
    child.stdin?.end();
    await gone;
  }
}
