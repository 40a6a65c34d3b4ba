import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { FunctionName } from '../functions/environments';
import { bundle } from './bundle';
import { bundleConsole } from './bundle-console';

export const ENTRIES: Record<FunctionName, string> = {
  'receive-webhook': 'functions/http/receive-webhook.ts',
  'get-openapi': 'functions/http/get-openapi.ts',
  'get-console': 'functions/http/get-console.ts',
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
  'operate-console': 'functions/http/operate-console.ts',
  'publish-signals': 'functions/stream/publish-signals.ts',
  'parse-webhooks': 'functions/workers/parse-webhooks.ts',
  'work-commands': 'functions/workers/work-commands.ts',
  sweep: 'functions/commands/sweep.ts',
  'recover-operations': 'functions/commands/recover-operations.ts',
  'charge-stripe': 'functions/commands/charge-stripe.ts',
  'end-subscriptions': 'functions/commands/end-subscriptions.ts',
  'refresh-coupons': 'functions/commands/refresh-coupons.ts',
  'refresh-customers': 'functions/commands/refresh-customers.ts',
  'check-pending-webhooks': 'functions/commands/check-pending-webhooks.ts',
  'reconcile-webhooks': 'functions/commands/reconcile-webhooks.ts',
  'replay-webhooks': 'functions/commands/replay-webhooks.ts',
  'release-imported': 'functions/commands/release-imported.ts',
  'expire-webhook-bodies': 'functions/commands/expire-webhook-bodies.ts',
  'erase-owner': 'functions/commands/erase-owner.ts',
  'export-owner': 'functions/commands/export-owner.ts',
};

/** Bundles all functions of the product, one folder each: what the stack's functions are made of. */
export function bundleFunctions(bundleDir: string): void {
  bundle(ENTRIES, bundleDir);
  bundleConsole(join(bundleDir, 'get-console', 'console'));
}

const bundled = new Set<string>();

/** The bundles of the app that `scope` belongs to, built when the first asks for them. */
export function bundlesOf(scope: IConstruct): string {
  const app = scope.node.root;
  if (!Stage.isStage(app)) throw new Error('AaStripe must be part of a CDK app.');
  const bundleDir = join(app.outdir, 'bundles');
  if (!bundled.has(bundleDir)) bundleFunctions(bundleDir);
  bundled.add(bundleDir);
  return bundleDir;
}
