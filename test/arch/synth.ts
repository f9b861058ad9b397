/**
 * Synthesizes every stage as it is deployed, bundles and all, and exits with 1 when CDK's own check of the
 * templates or cdk-nag finds anything that is not acknowledged with its reason in lib/.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundle } from '../../lib/bundle.ts';
import type { CodeOf } from '../../lib/functions.ts';
import { addStacks, newApp } from '../../lib/jangteo-app.ts';
import { STAGES } from '../../lib/stages.ts';

interface Finding {
  readonly ruleName: string;
  readonly description: string;
  readonly violatingResources?: readonly { readonly constructPath?: string | undefined }[];
  readonly violatingConstructs?: readonly { readonly constructPath?: string | undefined }[];
}

/** What is wrong with a stage, a line each. */
function findingsOf(stageName: string, codeOf: CodeOf, outdir: string): string[] {
  const { app, stage } = newApp({ outdir, context: { stage: stageName } });
  addStacks(app, stage, codeOf);
  app.synth();
  const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  const ofTemplates: Finding[] = report.pluginReports.flatMap(
    (one: { violations: Finding[] }) => one.violations,
  );
  const ofNag: readonly Finding[] = new AwsSolutionsChecks(app).validateScope(app).violations;
  return [...ofTemplates, ...ofNag].map((finding) => `${stageName}: ${inWords(finding)}`);
}

function inWords({ ruleName, description, violatingResources, violatingConstructs }: Finding): string {
  const places = (violatingResources ?? violatingConstructs ?? []).map(({ constructPath }) => constructPath);
  return `${ruleName}: ${description} (${places.join(', ')})`;
}

const folder = mkdtempSync(join(tmpdir(), 'jangteo-synth-'));
try {
  const codeOf = bundle(join(folder, 'bundles'));
  const findings = Object.keys(STAGES).flatMap((stage) => findingsOf(stage, codeOf, join(folder, stage)));
  for (const finding of findings) console.log(finding);
  process.exitCode = findings.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
