import { makePlan, payingCustomer, START } from '../billing/billing-fixture';
import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('invoices', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture({ clock: () => START * 1_000 });
    await makePlan(sandbox);
  });
  afterEach(() => sandbox.close());

  const subscribe = async (card?: string) => {
    const { id: customer } = await payingCustomer(sandbox, card);
    const items = [{ plan: 'monthly' }];
    return sandbox.stripe.subscriptions.create({ customer, items, metadata: { k: '1' } });
  };

  it('name their subscription, customer and payment', async () => {
    const { invoices, invoicePayments } = sandbox.stripe;
    const { id, customer, latest_invoice } = await subscribe();
    const invoice = await invoices.retrieve(String(latest_invoice), {
      expand: ['payments.data.payment.payment_intent'],
    });
    expect(invoice).toMatchObject({
      currency: 'eur',
      customer,
      customer_email: 'u1@example.com',
      hosted_invoice_url: expect.stringContaining('https://'),
      lines: { data: [{ amount: 1_000, pricing: { price_details: { price: 'monthly' } } }] },
      parent: {
        type: 'subscription_details',
        subscription_details: { subscription: id, metadata: { k: '1' } },
      },
      payments: { data: [{ amount_paid: 1_000, payment: { payment_intent: { status: 'succeeded' } } }] },
      status_transitions: { finalized_at: START, paid_at: START },
    });
    const [intent] = (await sandbox.stripe.paymentIntents.list()).data;
    const payment = { type: 'payment_intent', payment_intent: String(intent?.id) } as const;
    expect((await invoicePayments.list({ payment })).data).toMatchObject([{ invoice: latest_invoice }]);
    expect((await refusal(invoices.retrieve('in_none'))).message).toBe("No such invoice: 'in_none'");
  });

  it('are listed, and paid once', async () => {
    const { invoices } = sandbox.stripe;
    const paid = await subscribe();
    const open = await subscribe('pm_card_chargeCustomerFail');
    const ids = async (params: object) => (await invoices.list(params)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([open.latest_invoice, paid.latest_invoice]);
    expect(await ids({ status: 'open' })).toEqual([open.latest_invoice]);
    expect(await ids({ subscription: paid.id })).toEqual([paid.latest_invoice]);
    expect(await ids({ customer: String(paid.customer) })).toEqual([paid.latest_invoice]);
    expect(await refusal(invoices.pay(String(paid.latest_invoice)))).toMatchObject({ statusCode: 400 });
  });

  it('that are sent wait for the customer', async () => {
    const { invoices, subscriptions } = sandbox.stripe;
    const { id: customer } = await sandbox.stripe.customers.create();
    const created = await subscriptions.create({
      customer,
      items: [{ plan: 'monthly' }],
      collection_method: 'send_invoice',
      days_until_due: 7,
    });
    expect(created.status).toBe('active');
    const invoice = await invoices.retrieve(String(created.latest_invoice));
    expect(invoice).toMatchObject({ status: 'open', due_date: START + 7 * 86_400, attempted: false });
    const paid = await invoices.pay(invoice.id, { paid_out_of_band: true });
    expect(paid.status).toBe('paid');
  });
});
