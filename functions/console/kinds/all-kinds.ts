import { audit } from './audit';
import { charges } from './charges';
import { coupons } from './coupons';
import { customers } from './customers';
import type { Kind } from './kind';
import { plans } from './plans';
import { refunds } from './refunds';
import { subscriptions } from './subscriptions';
import { webhooks } from './webhooks';

/** In the order of the navigation. */
export const KINDS: readonly Kind[] = [customers, charges, refunds, plans, subscriptions, coupons, webhooks];

/** Those and what else has a list. */
const LISTED: readonly Kind[] = [...KINDS, audit];

export function kindOf(name: string | undefined): Kind | undefined {
  return LISTED.find((kind) => kind.name === name);
}
