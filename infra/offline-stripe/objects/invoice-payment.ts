/** An InvoicePayment: ties an invoice to the intent that pays it. */
export interface InvoicePayment {
  id: string;
  object: 'invoice_payment';
  amount_paid: number | null;
  amount_requested: number;
  created: number;
  currency: string;
  invoice: string;
  is_default: true;
  livemode: false;
  payment: { payment_intent: string; type: 'payment_intent' };
  status: 'open' | 'paid' | 'canceled';
  status_transitions: { canceled_at: number | null; paid_at: number | null };
}

type Terms = Pick<InvoicePayment, 'amount_requested' | 'currency' | 'invoice'>;

export function makeInvoicePayment(
  id: string,
  created: number,
  intent: string,
  terms: Terms,
): InvoicePayment {
  return {
    id,
    object: 'invoice_payment',
    amount_paid: null,
    created,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
    ...terms,
  };
}
