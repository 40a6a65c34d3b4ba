import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { BundledFunction } from './bundled-function';

/** Longer ago than this, a run is not worth making up for. */
const MAX_AGE = Duration.minutes(5);

/** Runs commands regularly. Nothing is retried: the next run finds whatever this one left. */
export class CommandSchedules extends Construct {
  private readonly role: Role;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // One role for all schedules: it may start the commands and nothing else, and only the scheduler may take it.
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
  }

  run(id: string, command: BundledFunction, every: Duration): void {
    const { lambda } = command;
    lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: MAX_AGE });
    new CfnSchedule(this, id, {
      scheduleExpression: ScheduleExpression.rate(every).expressionString,
      state: 'ENABLED',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: lambda.functionArn,
        roleArn: this.role.roleArn,
        input: '{}',
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: MAX_AGE.toSeconds() },
      },
    });
    this.role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [lambda.functionArn] }),
    );
  }
}
