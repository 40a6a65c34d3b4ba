import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError } from '../aws-endpoint/aws-error';
import type { Tell } from '../console/report';
import type { Queue } from '../sqs/queue';
import { isRecord } from '../template/intrinsics';
import type { Delivery } from './delivery';
import type { Rule, RuleTarget } from './rule-schema';
import { targetInput } from './target-input';

/** An event as EventBridge gives it to a target. */
export interface BusEvent {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
}

export interface EventBus {
  accept(bus: string, event: BusEvent): void;
  /** Every event accepted since the start, oldest first. */
  readonly accepted: readonly BusEvent[];
  /** Calls back for each event from now on; returns how to stop that. */
  follow(listener: (event: BusEvent) => void): () => void;
}

/** EventBridge spreads 185 tries over a day; here a target that keeps failing is given up within seconds. */
const longestWaitMs = 1000;

export function createEventBus(
  rules: Rule[],
  delivery: Delivery,
  queues: ReadonlyMap<string, Queue>,
  tell: Tell,
): EventBus {
  const accepted: BusEvent[] = [];
  const listeners = new Set<(event: BusEvent) => void>();
  for (const rule of rules) {
    for (const target of rule.targets) {
      delivery.requireTarget(target.Arn, rule.name);
      // A path or variable that is not known stops the start, not the first delivery.
      targetInput(target, rule, {});
      if (target.DeadLetterConfig) delivery.requireTarget(target.DeadLetterConfig.Arn, rule.name);
    }
  }

  const deliver = async (rule: Rule, target: RuleTarget, event: BusEvent): Promise<void> => {
    const input = targetInput(target, rule, event);
    const principal = { service: 'events.amazonaws.com', sourceArn: rule.arn };
    const retries = target.RetryPolicy?.MaximumRetryAttempts ?? 185;
    const deadline = Date.now() + (target.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400) * 1000;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await delivery.deliver(target.Arn, input, principal);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const final = error.code === 'AccessDeniedException' || attempt >= retries || Date.now() > deadline;
        if (final) return sendToLetters(rule, target, input, error);
        await sleep(Math.min(longestWaitMs, 50 * 2 ** attempt));
      }
    }
  };
  const sendToLetters = async (
    rule: Rule,
    target: RuleTarget,
    input: string,
    error: AwsError,
  ): Promise<void> => {
    const letters = target.DeadLetterConfig && queues.get(target.DeadLetterConfig.Arn);
    tell({ kind: 'dead-letter', queue: letters?.name ?? 'none', message: input });
    letters?.send(input, {
      RULE_ARN: { DataType: 'String', StringValue: rule.arn },
      TARGET_ARN: { DataType: 'String', StringValue: target.Arn },
      ERROR_CODE: { DataType: 'String', StringValue: error.code },
      ERROR_MESSAGE: { DataType: 'String', StringValue: error.message },
    });
  };

  return {
    accepted,
    follow(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    accept(bus, event) {
      accepted.push(event);
      const { detail } = event;
      const id = isRecord(detail) && typeof detail.id === 'string' ? detail.id : event.id;
      tell({ kind: 'signal', type: event['detail-type'], source: event.source, id });
      for (const listener of listeners) listener(event);
      for (const rule of rules.filter((each) => each.bus === bus && each.matches(event))) {
        for (const target of rule.targets) {
          deliver(rule, target, event).catch((error: unknown) =>
            tell({ kind: 'notice', message: `${rule.name} cannot deliver: ${String(error)}` }),
          );
        }
      }
    },
  };
}
