import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import * as v from 'valibot';
import { type Config, parseConfig } from './config';

const CDK_JSON = join(__dirname, '..', '..', 'cdk.json');
const CdkJson = v.object({ context: v.record(v.string(), v.unknown()) });

/**
 * An app with the context of cdk.json, also where it is not the CDK's command line that runs it: the local
 * stack must get the very template that a deployment would.
 */
export function newApp(): App {
  return new App({ context: v.parse(CdkJson, JSON.parse(readFileSync(CDK_JSON, 'utf8'))).context });
}

/**
 * The configurations: context `aaStripe` of cdk.json, or of `cdk … --context aaStripe='{"stage": …}'`. One, or a
 * list of them, a stack each. `STAGE` chooses one of a list where it is not the CDK's command line that does.
 * @throws Error that names every key at fault
 */
export function loadConfigs(app: App): Config[] {
  const context: unknown = app.node.tryGetContext('aaStripe') ?? {};
  const input = typeof context === 'string' ? parseContext(context) : context;
  const configs = (Array.isArray(input) ? input : [input]).map(parseConfig);
  const stages = configs.map(({ stage }) => stage);
  const twice = stages.find((stage, i) => stages.indexOf(stage) !== i);
  if (twice !== undefined)
    throw new Error(`Two configurations have the stage "${twice}": each needs its own.`);
  const chosen = process.env['STAGE'];
  if (!chosen) return configs;
  const config = configs.find(({ stage }) => stage === chosen);
  if (!config) throw new Error(`STAGE is "${chosen}"; the configurations are ${stages.join(', ')}.`);
  return [config];
}

function parseContext(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('--context aaStripe must be JSON, such as \'{"stage": "prod", "livemode": true}\'.');
  }
}
