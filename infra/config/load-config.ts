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
 * The configuration: context `aaStripe` of cdk.json, or of `cdk … --context aaStripe='{"stage": …}'`.
 * @throws Error that names every key at fault
 */
export function loadConfig(app: App): Config {
  const context: unknown = app.node.tryGetContext('aaStripe') ?? {};
  return parseConfig(typeof context === 'string' ? parseContext(context) : context);
}

function parseContext(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('--context aaStripe must be JSON, such as \'{"stage": "prod", "livemode": true}\'.');
  }
}
