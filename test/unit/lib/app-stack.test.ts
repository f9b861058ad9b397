import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { newApp } from '../../../lib/jangteo-app.ts';
import { STAGES, UnknownStageError } from '../../../lib/stages.ts';
import { stacksOf, templatesOf } from './synth.ts';

describe('the app', () => {
  it('has the stage dev where the context names none', () => {
    expect(newApp().stage.name).toBe('dev');
  });

  it.each(['production', '', '__proto__', 7])('refuses the stage %j, and says which there are', (stage) => {
    const refused = () => newApp({ context: { stage } });
    expect(refused).toThrow(UnknownStageError);
    expect(refused).toThrow(`unknown stage ${JSON.stringify(stage)}; allowed are small, dev, staging, prod`);
  });

  it('is deployed after the data', () => {
    const { stacks } = stacksOf('dev');
    expect(stacks.app.dependencies).toEqual([stacks.data]);
    expect(stacks.data.dependencies).toEqual([]);
  });

  it('is the app stack that was agreed on', async () => {
    const { app } = templatesOf('dev');
    await expect(`${JSON.stringify(app.toJSON(), null, 2)}\n`).toMatchFileSnapshot(
      'golden/app.template.json',
    );
  });
});

describe('cdk-nag', () => {
  it('finds a right to a bucket that nobody acknowledged', () => {
    const { app, stacks } = stacksOf('dev');
    const role = stacks.app.node
      .findChild('provider')
      .node.findChild('collect')
      .node.findChild('Role') as Role;
    role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::other/*'] }));
    app.synth();
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations.map(({ ruleName }) => ruleName)).toEqual([
      'AwsSolutions-IAM5[Resource::arn:aws:s3:::other/*]',
    ]);
  });
});

describe.each(Object.keys(STAGES))('cdk-nag on %s', (stage) => {
  it('finds nothing that is not acknowledged with its reason', () => {
    const { app } = stacksOf(stage);
    app.synth();
    const { success, violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations).toEqual([]);
    expect(success).toBe(true);
  });
});
