import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EnvironmentOf, FunctionName } from '../../functions/environments';
import { BundledFunction } from './bundled-function';

export interface FunctionSpec<Name extends FunctionName> {
  description: string;
  environment: EnvironmentOf<Name>;
  /** Seconds; default 29, just below what the gateway waits. */
  timeout?: number;
  memoryMb?: number;
  mayCallItself?: boolean;
}

/** Makes the product's functions of bundles that are built already. */
export class Functions extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: { bundleDir: string; logRetention: RetentionDays },
  ) {
    super(scope, id);
  }

  make<Name extends FunctionName>(name: Name, spec: FunctionSpec<Name>): BundledFunction {
    return new BundledFunction(this, pascalCase(name), {
      name: `${Stack.of(this).stackName}-${name}`,
      description: spec.description,
      bundle: join(this.props.bundleDir, name),
      environment: spec.environment,
      timeout: Duration.seconds(spec.timeout ?? 29),
      memoryMb: spec.memoryMb ?? 512,
      mayCallItself: spec.mayCallItself ?? false,
      logRetention: this.props.logRetention,
    });
  }
}

export function pascalCase(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}
