import { resourceMissing } from '../http/api-error';
import { endpoint } from '../http/endpoint';
import { object, oneOf, range, required, string } from '../params/kinds';
import { inRange } from '../store/in-range';
import { page, pagination } from '../store/list';

/** The way from a payment to the invoice it is for, and back. */
export const invoicePayments = [
  endpoint({
    method: 'GET',
    path: '/v1/invoice_payments',
    params: {
      ...pagination,
      created: range,
      invoice: string,
      payment: object({ payment_intent: required(string), type: required(oneOf('payment_intent')) }),
      status: oneOf('open', 'paid', 'canceled'),
    },
    returns: { list: 'invoice_payment' },
    handle({ account, params: { created, invoice, payment: by, status, ...cut } }) {
      const found = account.billing.invoicePayments.newestFirst(
        (payment) =>
          (invoice === undefined || payment.invoice === invoice) &&
          (by === undefined || payment.payment.payment_intent === by.payment_intent) &&
          (status === undefined || payment.status === status) &&
          inRange(payment.created, created),
      );
      return page(found, cut, '/v1/invoice_payments', 'invoice payment');
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/invoice_payments/:id',
    params: {},
    returns: 'invoice_payment',
    handle({ account, path }) {
      const payment = account.billing.invoicePayments.get(path.id);
      if (payment === undefined) throw resourceMissing('invoice payment', path.id);
      return payment;
    },
  }),
];
