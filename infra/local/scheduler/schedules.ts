import { Cron } from 'croner';
import * as v from 'valibot';
import type { Tell } from '../console/report';
import type { Delivery } from '../event-bus/delivery';
import { assumableRole, type Role, roleSession } from '../iam/roles';
import { RefusedError } from '../template/refused-error';
import type { Resources } from '../template/resources';

const scheduleSchema = v.strictObject({
  Name: v.optional(v.string()),
  GroupName: v.optional(v.string()),
  Description: v.optional(v.string()),
  State: v.optional(v.picklist(['ENABLED', 'DISABLED']), 'ENABLED'),
  ScheduleExpression: v.string(),
  ScheduleExpressionTimezone: v.optional(v.string(), 'UTC'),
  FlexibleTimeWindow: v.strictObject({ Mode: v.literal('OFF') }),
  Target: v.strictObject({
    Arn: v.string(),
    RoleArn: v.string(),
    Input: v.optional(v.string(), '{}'),
    RetryPolicy: v.optional(v.unknown()),
    DeadLetterConfig: v.optional(v.unknown()),
  }),
});

/** The template's schedules: checked always, run only once started. */
export interface Schedules {
  start(): void;
  stop(): void;
}

export function readSchedules(
  resources: Resources,
  roles: Map<string, Role>,
  delivery: Delivery,
  tell: Tell,
): Schedules {
  resources.claim(
    'AWS::Scheduler::ScheduleGroup',
    v.strictObject({ Name: v.optional(v.string()), Tags: v.optional(v.unknown()) }),
  );
  const jobs = resources
    .claim('AWS::Scheduler::Schedule', scheduleSchema)
    .map(({ logicalId, ref, properties }) => {
      const { Target: target } = properties;
      delivery.requireTarget(target.Arn, logicalId);
      const principal = roleSession(assumableRole(roles, target.RoleArn, 'scheduler.amazonaws.com'), ref);
      const fire = (): void => {
        const failed = (error: unknown) => tell({ kind: 'notice', message: `schedule ${ref}: ${error}` });
        delivery.deliver(target.Arn, target.Input, principal).catch(failed);
      };
      const { ScheduleExpression: expression, ScheduleExpressionTimezone: timezone } = properties;
      return {
        enabled: properties.State === 'ENABLED',
        job: new Cron(
          readExpression(expression),
          { timezone, paused: true, mode: 'auto', alternativeWeekdays: true },
          fire,
        ),
      };
    });
  return {
    start: () => jobs.filter(({ enabled }) => enabled).forEach(({ job }) => void job.resume()),
    stop: () => jobs.forEach(({ job }) => void job.stop()),
  };
}

const unitPatterns: Record<string, (count: number) => string> = {
  minute: (count) => `*/${count} * * * *`,
  hour: (count) => `0 */${count} * * *`,
  day: (count) => `0 0 */${count} * *`,
};

/** A `rate(…)` or `cron(…)` expression as croner writes it: seconds first, where there is a year. */
export function readExpression(expression: string): string {
  const cron = /^cron\((\S+ \S+ \S+ \S+ \S+ \S+)\)$/.exec(expression)?.[1];
  if (cron !== undefined) return `0 ${cron}`;
  const [, count = '', unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const pattern = unitPatterns[unit];
  if (!pattern) throw new RefusedError(`schedule expression ${expression} has no local counterpart`);
  return pattern(Number(count));
}
