import type { Account } from '../account';
import { resourceMissing } from '../http/api-error';
import { endpoint } from '../http/endpoint';
import type { Dispute } from '../objects/dispute';
import { range, string } from '../params/kinds';
import { mergeMetadata, metadata } from '../params/metadata';
import { emitUpdate } from '../store/emit-update';
import { inRange } from '../store/in-range';
import { page, pagination } from '../store/list';

/** Disputes are opened and closed by card holders and banks, here by the offline controls. */
export const disputes = [
  endpoint({
    method: 'GET',
    path: '/v1/disputes',
    params: { ...pagination, charge: string, created: range, payment_intent: string },
    returns: { list: 'dispute' },
    handle({ account, params }) {
      const found = account.payments.disputes.newestFirst(
        ({ charge, created, payment_intent }) =>
          inRange(created, params.created) &&
          (params.charge === undefined || charge === params.charge) &&
          (params.payment_intent === undefined || payment_intent === params.payment_intent),
      );
      return page(found, params, '/v1/disputes', 'dispute');
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/disputes/:id',
    params: {},
    returns: 'dispute',
    handle: ({ account, path }) => findDispute(account, path.id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/disputes/:id',
    params: { metadata },
    returns: 'dispute',
    handle({ account, path, params, emit }) {
      const before = findDispute(account, path.id);
      const after = account.payments.disputes.put({
        ...before,
        metadata: mergeMetadata(before.metadata, params.metadata),
      });
      emitUpdate(emit, 'charge.dispute.updated', before, after);
      return after;
    },
  }),
];

export function findDispute(account: Account, id: string): Dispute {
  const dispute = account.payments.disputes.get(id);
  if (dispute === undefined) throw resourceMissing('dispute', id);
  return dispute;
}
