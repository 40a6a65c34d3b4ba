import type { Account } from '../account';
import type { Emit } from '../http/emit';
import type { Invoice } from '../objects/invoice';

/** Saves a draft and opens it for payment, under the customer's next number. */
export function finalizeInvoice(account: Account, draft: Invoice, emit: Emit): Invoice {
  account.billing.invoices.put(draft);
  emit('invoice.created', draft);
  const now = account.now();
  const url = `https://invoice.stripe.com/i/acct_offline/test_${draft.id}`;
  const open: Invoice = {
    ...draft,
    effective_at: now,
    ending_balance: 0,
    hosted_invoice_url: url,
    invoice_pdf: `${url}/pdf`,
    number: takeNumber(account, draft.customer),
    status: 'open',
    status_transitions: { ...draft.status_transitions, finalized_at: now },
  };
  account.billing.invoices.put(open);
  emit('invoice.finalized', open);
  return open;
}

function takeNumber(account: Account, id: string): string | null {
  const customer = account.customers.get(id);
  if (customer === undefined) return null;
  const { invoice_prefix: prefix, next_invoice_sequence: sequence } = customer;
  account.customers.put({ ...customer, next_invoice_sequence: sequence + 1 });
  return `${prefix}-${String(sequence).padStart(4, '0')}`;
}
