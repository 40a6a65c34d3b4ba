import * as v from 'valibot';
import { compilePattern, type Pattern } from '../event-pattern/match-pattern';
import { ruleOperators } from '../event-pattern/operators';
import type { Resources } from '../template/resources';

const targetSchema = v.strictObject({
  Id: v.string(),
  Arn: v.string(),
  Input: v.optional(v.string()),
  InputPath: v.optional(v.string()),
  InputTransformer: v.optional(
    v.strictObject({
      InputPathsMap: v.optional(v.record(v.string(), v.string()), {}),
      InputTemplate: v.string(),
    }),
  ),
  RetryPolicy: v.optional(
    v.strictObject({
      MaximumRetryAttempts: v.optional(v.number()),
      MaximumEventAgeInSeconds: v.optional(v.number()),
    }),
  ),
  DeadLetterConfig: v.optional(v.strictObject({ Arn: v.string() })),
});

const ruleSchema = v.strictObject({
  Name: v.optional(v.string()),
  Description: v.optional(v.string()),
  EventBusName: v.string(),
  EventPattern: v.unknown(),
  State: v.optional(v.picklist(['ENABLED', 'DISABLED']), 'ENABLED'),
  Targets: v.optional(v.array(targetSchema), []),
  Tags: v.optional(v.unknown()),
});

const busSchema = v.strictObject({
  Name: v.string(),
  Description: v.optional(v.string()),
  DeadLetterConfig: v.optional(v.unknown()),
  KmsKeyIdentifier: v.optional(v.string()),
  LogConfig: v.optional(v.unknown()),
  Tags: v.optional(v.unknown()),
});

export type RuleTarget = v.InferOutput<typeof targetSchema>;

export interface Rule {
  name: string;
  arn: string;
  bus: string;
  matches: Pattern;
  targets: RuleTarget[];
}

/** The names of the template's buses. */
export function readBuses(resources: Resources): string[] {
  return resources.claim('AWS::Events::EventBus', busSchema).map((each) => each.ref);
}

/** The template's enabled rules; a bus may be named or given by ARN. */
export function readRules(resources: Resources): Rule[] {
  return resources
    .claim('AWS::Events::Rule', ruleSchema)
    .filter(({ properties }) => properties.State === 'ENABLED')
    .map(({ ref, attributes, properties }) => ({
      name: ref,
      arn: attributes.Arn ?? '',
      bus: properties.EventBusName.split('event-bus/').at(-1) ?? '',
      matches: compilePattern(properties.EventPattern, ruleOperators),
      targets: properties.Targets,
    }));
}
