import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AaStripe, type AaStripeProps } from './aa-stripe';

/** The product as a stack of its own, with outputs for whoever subscribes to it or operates it. */
export class AaStripeStack extends Stack {
  readonly payments: AaStripe;

  constructor(scope: Construct, id: string, props: StackProps & { payments: AaStripeProps }) {
    super(scope, id, props);
    // "Default" adds nothing to the names of resources: they are those of the stack.
    this.payments = new AaStripe(this, 'Default', props.payments);
    for (const [name, value] of Object.entries(this.payments.outputs)) new CfnOutput(this, name, { value });
  }
}
