import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as v from 'valibot';
import { type Target, targetOf } from './target';

const Outputs = v.object({
  Name: v.string(),
  TableName: v.string(),
  StripeSecretArn: v.string(),
  WebhookUrl: v.string(),
  Livemode: v.picklist(['true', 'false']),
  ParseQueueUrl: v.string(),
  ParseDeadLettersUrl: v.string(),
  PayloadBucket: v.string(),
});

/** A stack, and where its parts are. */
export interface StackTarget extends Target {
  outputs: v.InferOutput<typeof Outputs>;
  livemode: boolean;
  isLocal: boolean;
  /** Where Stripe's API is, if not at Stripe. */
  stripeBase: string | undefined;
  /** When it was first deployed (ms); null for the local one. */
  created: number | null;
}

const Endpoints = v.object({ stripe: v.string(), outputs: v.record(v.string(), v.unknown()) });

/** Needs `cloudformation:DescribeStacks` for a deployed stack. @throws Error that says what is missing */
export async function stackTargetOf(stack: string | null): Promise<StackTarget> {
  const target = targetOf(stack);
  if (stack === null) {
    const file = join(process.env['LOCAL_DIR'] ?? '.local', 'endpoints.json');
    const { stripe, outputs } = v.parse(Endpoints, JSON.parse(readFileSync(file, 'utf8')));
    return described(target, outputs, { isLocal: true, stripeBase: stripe, created: null });
  }
  const client = new CloudFormationClient(target.client);
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
  const outputs = (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue }) => [
    OutputKey,
    OutputValue,
  ]);
  const created = Stacks[0]?.CreationTime?.getTime() ?? null;
  return described(target, Object.fromEntries(outputs), { isLocal: false, stripeBase: undefined, created });
}

function described(
  target: Target,
  given: Record<string, unknown>,
  about: Pick<StackTarget, 'isLocal' | 'stripeBase' | 'created'>,
): StackTarget {
  const outputs = v.safeParse(Outputs, given);
  if (outputs.success) {
    // Functions have the product's name, also where it is part of a stack of somebody's own.
    return {
      ...target,
      ...about,
      stack: outputs.output.Name,
      outputs: outputs.output,
      livemode: outputs.output.Livemode === 'true',
    };
  }
  const missing = outputs.issues.map((issue) => v.getDotPath(issue)).join(', ');
  throw new Error(`Stack ${target.stack} lacks outputs (${missing}): deploy this version of it first.`);
}
