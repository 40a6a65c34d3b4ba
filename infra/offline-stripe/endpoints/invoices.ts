import type { Account } from '../account';
import { firstPaymentFailed } from '../billing/create-subscription';
import { markPaid, payInvoice } from '../billing/pay-invoice';
import { requirePaymentMethod } from '../billing/payment-method-of';
import { requireAttached } from '../cards/attach-payment-method';
import { invalidRequest, resourceMissing } from '../http/api-error';
import { endpoint } from '../http/endpoint';
import type { Invoice } from '../objects/invoice';
import { boolean, oneOf, range, string } from '../params/kinds';
import { inRange } from '../store/in-range';
import { page, pagination } from '../store/list';

/** Invoices come of subscriptions only. */
export const invoices = [
  endpoint({
    method: 'GET',
    path: '/v1/invoices',
    params: {
      ...pagination,
      created: range,
      customer: string,
      status: oneOf('draft', 'open', 'paid', 'uncollectible', 'void'),
      subscription: string,
    },
    returns: { list: 'invoice' },
    handle({ account, params: { created, customer, status, subscription, ...cut } }) {
      const found = account.billing.invoices.newestFirst(
        (invoice) =>
          (customer === undefined || invoice.customer === customer) &&
          (status === undefined || invoice.status === status) &&
          (subscription === undefined || invoice.parent.subscription_details.subscription === subscription) &&
          inRange(invoice.created, created),
      );
      return page(found, cut, '/v1/invoices', 'invoice');
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/invoices/:id',
    params: {},
    returns: 'invoice',
    handle: ({ account, path }) => find(account, path.id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/invoices/:id/pay',
    params: { off_session: boolean, paid_out_of_band: boolean, payment_method: string, source: string },
    returns: 'invoice',
    handle({ account, path, params, emit }) {
      const invoice = find(account, path.id);
      if (invoice.status === 'paid') throw invalidRequest('Invoice is already paid');
      if (invoice.status !== 'open') {
        throw invalidRequest(`Invoice is ${invoice.status} and can no longer be paid.`);
      }
      if (params.paid_out_of_band === true) return markPaid(account, invoice.id, emit);
      const asked = params.payment_method ?? params.source;
      if (asked !== undefined) requireAttached(account, invoice.customer, asked, 'payment_method');
      const method = asked ?? requirePaymentMethod(account, payerOf(account, invoice));
      const onSession = params.off_session === false;
      const paid = payInvoice(account, invoice, { method, onSession }, emit);
      if (paid.status === 'paid') return paid;
      throw firstPaymentFailed(account, paid);
    },
  }),
];

/** The invoice's subscription pays as it always does. */
function payerOf(account: Account, invoice: Invoice) {
  const { subscription } = invoice.parent.subscription_details;
  const unknown = { customer: invoice.customer, default_payment_method: null, default_source: null };
  return account.billing.subscriptions.get(subscription) ?? unknown;
}

function find(account: Account, id: string): Invoice {
  const invoice = account.billing.invoices.get(id);
  if (invoice === undefined) throw resourceMissing('invoice', id);
  return invoice;
}
