import { App, type AppProps } from 'aws-cdk-lib';
import { AppStack } from './app-stack.ts';
import { CHOICES, withChoices } from './choices.ts';
import { DataStack } from './data-stack.ts';
import type { CodeOf } from './functions.ts';
import { appStackName, dataStackName } from './naming.ts';
import { type Stage, stageNamed } from './stages.ts';

/** In code, not in cdk.json, so that the laptop, which needs no CDK command, has the very same template. */
const FLAGS = {
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:checkSecretUsage': true,
  // Resources carry their construct path, by which the laptop and people find them.
  'aws:cdk:enable-path-metadata': true,
};

/**
 * An app that knows its stage from the context `-c stage=…`, with what else was chosen there (lib/choices.ts).
 * @throws UnknownStageError, InvalidChoiceError
 */
export function newApp(props: AppProps = {}): { readonly app: App; readonly stage: Stage } {
  const app = new App({ analyticsReporting: false, ...props, context: { ...FLAGS, ...props.context } });
  const context = (name: string): unknown => app.node.tryGetContext(name);
  const choices = Object.fromEntries(CHOICES.map((name) => [name, context(name)]));
  return { app, stage: withChoices(stageNamed(context('stage') ?? 'dev'), choices) };
}

/** The two stacks of a stage. They meet in SSM parameters, so the app is deployed after the data. */
export function addStacks(app: App, stage: Stage, codeOf: CodeOf): { data: DataStack; app: AppStack } {
  const data = new DataStack(app, dataStackName(stage), { stage });
  const appStack = new AppStack(app, appStackName(stage), { stage, codeOf });
  appStack.addStackDependency(data, 'reads its SSM parameters');
  return { data, app: appStack };
}
