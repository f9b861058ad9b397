import cliProgress from 'cli-progress';
import { grouped, type Output } from '../output.ts';

export interface Progress {
  update(done: number, taken: number): void;
  stop(): void;
}

/** A bar on a terminal; nothing where the words go into a file or a pipe. */
export function progressBar(output: Output, label: string, total: number): Progress {
  if (!output.terminal || output.json) return { update: () => {}, stop: () => {} };
  const bar = new cliProgress.SingleBar({
    format: `${label} {bar} {percentage} % | {taken} taken | {duration_formatted}`,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  bar.start(Math.max(1, total), 0, { taken: '0' });
  return {
    update: (done, taken) => bar.update(done, { taken: grouped(taken) }),
    stop: () => bar.stop(),
  };
}
