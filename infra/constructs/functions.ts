import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EnvironmentOf, FunctionName } from '../../functions/environments';
import { bundle } from '../bundle';
import { BundledFunction } from './bundled-function';

export const ENTRIES: Record<FunctionName, string> = {
  'receive-webhook': 'functions/http/receive-webhook.ts',
  'get-openapi': 'functions/http/get-openapi.ts',
  'create-customer': 'functions/http/create-customer.ts',
  'get-customer': 'functions/http/get-customer.ts',
  'update-customer': 'functions/http/update-customer.ts',
  'get-coupon': 'functions/http/get-coupon.ts',
  'get-client-secret': 'functions/http/get-client-secret.ts',
  'operate-customers': 'functions/http/operate-customers.ts',
  'operate-charges': 'functions/http/operate-charges.ts',
  'operate-plans': 'functions/http/operate-plans.ts',
  'operate-subscriptions': 'functions/http/operate-subscriptions.ts',
  'operate-coupons': 'functions/http/operate-coupons.ts',
  'operate-webhooks': 'functions/http/operate-webhooks.ts',
  'operate-commands': 'functions/http/operate-commands.ts',
  'publish-signals': 'functions/stream/publish-signals.ts',
  'parse-webhooks': 'functions/workers/parse-webhooks.ts',
  sweep: 'functions/commands/sweep.ts',
  'recover-operations': 'functions/commands/recover-operations.ts',
  'charge-stripe': 'functions/commands/charge-stripe.ts',
  'end-subscriptions': 'functions/commands/end-subscriptions.ts',
  'refresh-coupons': 'functions/commands/refresh-coupons.ts',
  'refresh-customers': 'functions/commands/refresh-customers.ts',
  'check-pending-webhooks': 'functions/commands/check-pending-webhooks.ts',
  'release-imported': 'functions/commands/release-imported.ts',
};

export interface FunctionSpec<Name extends FunctionName> {
  description: string;
  environment: EnvironmentOf<Name>;
  /** Seconds; default 29, just below what the gateway waits. */
  timeout?: number;
  memoryMb?: number;
  mayCallItself?: boolean;
}

/** Makes the product's functions, all bundled in one go when the first is asked for. */
export class Functions extends Construct {
  private bundles: string | null = null;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: { bundleDir: string; logRetention: RetentionDays },
  ) {
    super(scope, id);
  }

  make<Name extends FunctionName>(name: Name, spec: FunctionSpec<Name>): BundledFunction {
    return new BundledFunction(this, pascalCase(name), {
      name: `${Stack.of(this).stackName}-${name}`,
      description: spec.description,
      bundle: join(this.bundled(), name),
      environment: spec.environment,
      timeout: Duration.seconds(spec.timeout ?? 29),
      memoryMb: spec.memoryMb ?? 512,
      mayCallItself: spec.mayCallItself ?? false,
      logRetention: this.props.logRetention,
    });
  }

  private bundled(): string {
    if (this.bundles === null) {
      bundle(ENTRIES, this.props.bundleDir);
      this.bundles = this.props.bundleDir;
    }
    return this.bundles;
  }
}

export function pascalCase(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}
