import type { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  CfnFunction,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Config } from '../config/config';
import { acceptFinding } from './accept-finding';
import { type LogSettings, sealedLogGroup } from './sealed-log-group';

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
  /** Undefined: it is in no network, and reaches the internet by itself. */
  vpc: Config['vpc'];
  isTraced: boolean;
  logs: LogSettings;
}

/** What Lambda does in a function's name to put it into a network. EC2 has no finer resource for these. */
const NETWORK_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** A Lambda function with its own bundle, log group and role; the role may nothing until told. */
export class BundledFunction<Variable extends string = string> extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: BundledFunctionProps<Variable>) {
    super(scope, id);
    const logGroup = sealedLogGroup(this, 'Logs', props.logs);
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
      tracing: props.isTraced ? Tracing.ACTIVE : Tracing.DISABLED,
      ...(props.mayCallItself && { recursiveLoop: RecursiveLoop.ALLOW }),
    });
    if (props.vpc) this.putInto(props.vpc);
    acceptFinding(this, {
      'AwsSolutions-IAM5[Resource::*]':
        'X-Ray, EC2 (for functions in a network) and the listing of streams know no finer resource; a test lists ' +
        'every action that is allowed so.',
      'Serverless-LambdaDLQ':
        'The gateway waits for the answer; mappings have a destination of their own; what a scheduled run leaves ' +
        'undone the next one finds, and its failure raises an alarm.',
      'Serverless-LambdaAsyncFailureDestination':
        'A scheduled event holds nothing that could be lost: the next run finds what this one has left.',
      ...(!props.isTraced && {
        'Serverless-LambdaTracing':
          'The configuration switches it off; log lines of one record carry its id from function to function.',
      }),
    });
  }

  /** Allows the function these actions on these resources, and nothing besides. */
  allow(actions: string[], ...resources: string[]): this {
    this.lambda.addToRolePolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources }));
    return this;
  }

  private putInto(vpc: NonNullable<Config['vpc']>): void {
    const resource = this.lambda.node.defaultChild;
    if (!(resource instanceof CfnFunction)) throw new Error('The function has no resource of its own.');
    resource.vpcConfig = vpc;
    this.allow(NETWORK_ACTIONS, '*');
  }
}
