import type { ChargeStore } from '../charge/ports';
import type { CouponStore } from '../coupon/ports';
import type { CustomerStore } from '../customer/ports';
import type { PlanStore } from '../plan/ports';
import type { SubscriptionStore } from '../subscription/ports';
import type { WebhookStore } from '../webhook/ports';

/** Where imported records go. None is inserted with signals: an import tells nobody anything. */
export interface ImportPorts {
  customers: Pick<CustomerStore, 'find' | 'findById' | 'insert'>;
  charges: Pick<ChargeStore, 'find' | 'insert'>;
  plans: Pick<PlanStore, 'find' | 'insert'>;
  subscriptions: Pick<SubscriptionStore, 'find' | 'insert'>;
  coupons: Pick<CouponStore, 'reload' | 'insert'>;
  webhooks: Pick<WebhookStore, 'find' | 'insert'>;
}
