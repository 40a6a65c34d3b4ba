import { CfnOutput, Stack } from 'aws-cdk-lib';
import { loadConfigs, newApp } from './config/load-config';
import { Firewall } from './constructs/firewall';

/** A firewall for each stage's CloudFront. It is a stack of its own since such firewalls live in us-east-1 only. */
const app = newApp();
for (const { stage } of loadConfigs(app)) {
  const stack = new Stack(app, `aa-stripe-${stage}-firewall`, {
    env: { region: 'us-east-1' },
    description: `Firewall of Stripe payments, stage ${stage}`,
  });
  new CfnOutput(stack, 'WebAclArn', { value: new Firewall(stack, 'Firewall').arn });
}
app.synth();
