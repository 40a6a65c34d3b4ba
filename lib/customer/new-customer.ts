import { beginOperation } from '../operation/operation';
import { createCustomerRequest } from './card-token';
import { type Customer, customerIdFor, digest } from './customer';

export interface CardInput {
  owner: string;
  /** `tok_…`, `src_…` or `pm_…`. */
  token: string;
  stripeJsResponse: Record<string, unknown>;
}

/** A record that is about to be created at Stripe: its request is frozen before Stripe is asked. */
export function newCustomer(input: CardInput & { livemode: boolean }, now: number): Customer {
  const id = customerIdFor(input.owner, input.token);
  const time = new Date(now).toISOString();
  return {
    id,
    owner: input.owner,
    state: 'creating',
    is_active: false,
    stripe_customer_id: null,
    sources: [],
    default_source: null,
    livemode: input.livemode,
    created: time,
    updated: time,
    version: 1,
    stripe_js_response: input.stripeJsResponse,
    stripe_response: null,
    attached: null,
    erased_at: null,
    applied_keys: [],
    operation: beginOperation(
      {
        kind: 'create_customer',
        recordId: id,
        request: () =>
          createCustomerRequest({
            token: input.token,
            description: `${input.owner} id: ${input.owner}`,
            metadata: { aa_stripe_id: id },
          }),
        input: { token_digest: digest(input.token), stripe_js_response: input.stripeJsResponse },
      },
      now,
    ),
  };
}
