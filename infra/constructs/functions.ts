import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { EnvironmentOf, FunctionName } from '../../functions/environments';
import type { Config } from '../config/config';
import { BundledFunction } from './bundled-function';
import { pascalCase } from './pascal-case';
import type { LogSettings } from './sealed-log-group';

export interface FunctionSpec<Name extends FunctionName> {
  description: string;
  environment: EnvironmentOf<Name>;
  /** Seconds; default 29, just below what the gateway waits. */
  timeout?: number;
  memoryMb?: number;
  mayCallItself?: boolean;
}

export interface FunctionsProps {
  /** What their names begin with. */
  name: string;
  bundleDir: string;
  vpc: Config['vpc'];
  isTraced: boolean;
  logs: LogSettings;
}

/** Makes the product's functions of bundles that are built already. */
export class Functions extends Construct {
  private readonly made = new Map<FunctionName, BundledFunction>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: FunctionsProps,
  ) {
    super(scope, id);
  }

  make<Name extends FunctionName>(name: Name, spec: FunctionSpec<Name>): BundledFunction {
    const made = new BundledFunction(this, pascalCase(name), {
      name: `${this.props.name}-${name}`,
      description: spec.description,
      bundle: join(this.props.bundleDir, name),
      environment: spec.environment,
      timeout: Duration.seconds(spec.timeout ?? 29),
      memoryMb: spec.memoryMb ?? 512,
      mayCallItself: spec.mayCallItself ?? false,
      vpc: this.props.vpc,
      isTraced: this.props.isTraced,
      logs: this.props.logs,
    });
    this.made.set(name, made);
    return made;
  }

  /** One that was made before. */
  of(name: FunctionName): BundledFunction {
    const made = this.made.get(name);
    if (!made) throw new Error(`${name} is not made yet.`);
    return made;
  }
}
