import { join } from 'node:path';
import { bundle } from '../lib/bundle.ts';
import { addStacks, newApp } from '../lib/jangteo-app.ts';

// Checking the templates takes 4 s: `cdk` and `npm run check` do it, `npm start` need not wait for it.
process.env.CDK_VALIDATION ??= String('CDK_CLI_VERSION' in process.env);

// Run by `cdk`, or by itself with CDK_OUTDIR: the context `stage` chooses the stage, `dev` where none is given.
try {
  const { app, stage } = newApp();
  addStacks(app, stage, bundle(join(app.outdir, '.bundles')));
  app.synth();
} catch (error) {
  console.error(`jangteo: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
