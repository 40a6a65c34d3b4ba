import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface BundledFunctionProps<Variable extends string> {
  /** `<stack>-<function>`: what logs show, and what a person or `npm run command` calls it by. */
  name: string;
  description: string;
  /** Folder with the bundle. */
  bundle: string;
  /** Exactly the variables that the function declares. */
  environment: Record<Variable, string>;
  timeout: Duration;
  /** Whether it may be the cause of its own invocation, as one that puts work off is. Default: Lambda stops it. */
  mayCallItself?: boolean;
  memoryMb: number;
  logRetention: RetentionDays;
}

/** A Lambda function with its own bundle, log group and role; the role may nothing until told. */
export class BundledFunction<Variable extends string = string> extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: BundledFunctionProps<Variable>) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: props.name,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(props.bundle),
      handler: 'index.handler',
      environment: props.environment,
      timeout: props.timeout,
      memorySize: props.memoryMb,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      ...(props.mayCallItself && { recursiveLoop: RecursiveLoop.ALLOW }),
    });
  }

  /** Allows the function these actions on these resources, and nothing besides. */
  allow(actions: string[], ...resources: string[]): this {
    this.lambda.addToRolePolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources }));
    return this;
  }
}
