import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CliError } from '../errors.ts';

export interface SynthesizeOptions {
  /** As `cdk -c name=value` gives it. */
  readonly context?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Writes the cloud assembly of the project at `root` into `outdir`. @throws CliError with what the app said */
export async function synthesize(
  root: string,
  outdir: string,
  { context = {}, signal }: SynthesizeOptions = {},
): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'bin', 'jangteo.ts')], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal ? { signal } : {}),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  throw new CliError('synth-failed', `the template could not be synthesized (exit ${code}):\n${said.trim()}`);
}
