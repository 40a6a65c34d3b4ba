import { Duration } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { type Alarms, PERIOD } from './alarms';
import type { BundledFunction } from './bundled-function';

export interface CommandScheduleProps {
  command: BundledFunction;
  every: Duration;
  alarms: Alarms;
  /** What it means for users when runs fail. */
  failureMeans: string;
}

/** Runs a command regularly. Nothing is retried: the next run finds whatever this one left. */
export class CommandSchedule extends Construct {
  constructor(scope: Construct, id: string, props: CommandScheduleProps) {
    super(scope, id);
    const { command } = props;
    command.lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(5) });
    new Schedule(this, 'Schedule', {
      schedule: ScheduleExpression.rate(props.every),
      target: new LambdaInvoke(command.lambda, {
        retryAttempts: 0,
        maxEventAge: Duration.minutes(5),
        input: ScheduleTargetInput.fromObject({}),
      }),
    });
    props.alarms.when(`${id}Failed`, command.lambda.metricErrors(PERIOD), 0, props.failureMeans);
  }
}
