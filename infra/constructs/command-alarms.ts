import { Duration } from 'aws-cdk-lib';
import type { CommandName } from '../../lib/command/command';
import { type Alarms, SUM } from './alarms';
import type { BundledFunction } from './bundled-function';
import { pascalCase } from './pascal-case';

/** Without these, money stands still or consumers miss facts; the others keep a night. */
const URGENT: readonly CommandName[] = ['charge-stripe', 'recover-operations', 'sweep'];
const MINUTES_A_DAY = 24 * 60;

/** Rings when a command that runs every so many minutes failed, and when it did not run at all. */
export function watchCommand(
  alarms: Alarms,
  name: CommandName,
  { lambda }: BundledFunction,
  minutes: number,
  failureMeans: string,
): void {
  const id = pascalCase(name);
  alarms.above(`${id}Failed`, 0, {
    // Its next run tries again: what stays broken long enough rings by what it leaves undone.
    severity: 'morning',
    means: failureMeans,
    act: `GET /aa-stripe/commands/${name}/runs names each record and its error.`,
    runbook: 'command-failed',
    metric: lambda.metricErrors(SUM),
  });
  const { period, periods } = silenceOf(minutes);
  alarms.silent(`${id}Silent`, {
    severity: URGENT.includes(name) ? 'urgent' : 'morning',
    means: `${name} should run every ${minutes} minutes and does not. ${failureMeans}`,
    act: `npm run command -- ${name} --stack … runs it now; then see why its schedule does not.`,
    runbook: 'command-silent',
    metric: lambda.metricInvocations({ period, statistic: 'Sum' }),
    periods,
  });
}

/**
 * For how long a command must be silent to ring: three intervals, from an hour's on two. CloudWatch looks back one day,
 * and seven with periods of an hour or more.
 */
export function silenceOf(minutes: number): { period: Duration; periods: number } {
  const period = Math.min(Math.max(5, minutes), MINUTES_A_DAY);
  const periods = minutes < 60 ? 3 : Math.ceil((2 * minutes) / period);
  if (period * periods > 7 * MINUTES_A_DAY) throw new Error(`No alarm can watch over ${minutes} minutes.`);
  return { period: Duration.minutes(period), periods };
}
