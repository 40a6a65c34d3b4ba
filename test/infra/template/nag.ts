import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import * as v from 'valibot';
import type { AaStripeProps } from '../../../infra/aa-stripe';
import { AaStripeStack } from '../../../infra/aa-stripe-stack';
import { bundleFunctions } from '../../../infra/bundle-functions';
import { EVERY_OPTION } from '../../fixtures/every-option';
import { onceARun } from '../../fixtures/once-a-run';

const Report = v.object({
  pluginReports: v.array(
    v.object({
      violations: v.array(
        v.object({
          ruleName: v.string(),
          violatingConstructs: v.array(v.object({ constructPath: v.string() })),
        }),
      ),
    }),
  ),
});

/** What cdk-nag finds in the product so configured and nobody has answered. */
async function findings(payments: AaStripeProps, change?: (stack: AaStripeStack) => void): Promise<string[]> {
  const bundleDir = await onceARun('bundles', bundleFunctions);
  const directory = mkdtempSync(join(tmpdir(), 'aa-stripe-nag-'));
  const code = process.exitCode;
  const print = jest.spyOn(console, 'error').mockImplementation(() => {});
  try {
    const app = new App({ outdir: directory });
    const stack = new AaStripeStack(app, 'aa-stripe-test', { payments: { ...payments, bundleDir } });
    change?.(stack);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    try {
      app.synth();
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ValidationFailed')) throw error;
    }
    const report = v.parse(
      Report,
      JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')),
    );
    return report.pluginReports
      .flatMap(({ violations }) => violations)
      .flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
      );
  } finally {
    print.mockRestore();
    process.exitCode = code;
    rmSync(directory, { recursive: true, force: true });
  }
}

describe('the rules of AWS Solutions and of the serverless pack', () => {
  it.each([
    ['with its defaults', {}],
    ['with every option', EVERY_OPTION],
  ])('hold for the template %s, or it says why not', async (_, config) => {
    expect(await findings(config)).toEqual([]);
  });

  it('are really asked', async () => {
    const found = await findings({}, (stack) => new Queue(stack, 'Careless'));
    expect(found.join()).toContain('AwsSolutions-SQS4 at aa-stripe-test/Careless');
  });
});
