import type { Account } from '../account';
import { findCoupon } from '../billing/find-in-catalog';
import type { ExpandableField } from '../store/expand';
import { firstPage } from '../store/list';

type Source = Readonly<Record<string, unknown>>;

/** The fields of billing that `expand[]` can fill in, by object type. */
export function expandableBilling(account: Account, customer: ExpandableField) {
  const { coupons, discounts, invoicePayments, invoices, products, subscriptions } = account.billing;
  const product: ExpandableField = {
    shape: 'product',
    resolve: (object) => products.get(String(object.product)) ?? null,
  };
  const redeemed: ExpandableField = {
    shape: 'discount',
    resolve: ({ discounts: ids }) =>
      (Array.isArray(ids) ? ids : []).map((id: unknown) => discounts.get(String(id))?.discount ?? id),
  };
  const method = (name: string): ExpandableField => ({
    shape: 'payment_method',
    resolve: (object) => account.paymentMethods.get(String(object[name])) ?? null,
  });
  return {
    discount: {
      customer,
      'source.coupon': {
        shape: 'coupon',
        resolve({ id, source }: Source) {
          const terms = discounts.get(String(id))?.coupon;
          // A deleted coupon lives on in its discounts.
          if (terms === undefined || coupons.get(terms.id)?.created === terms.created) {
            return isHash(source) ? findCoupon(account, String(source.coupon)) : null;
          }
          return { ...terms, valid: false };
        },
      },
    },
    invoice: {
      customer,
      discounts: redeemed,
      'parent.subscription_details.subscription': {
        shape: 'subscription',
        resolve: ({ id }: Source) =>
          subscriptions.get(invoices.get(String(id))?.parent.subscription_details.subscription ?? '') ?? null,
      },
      payments: {
        shape: { list: 'invoice_payment' },
        resolve: ({ id }: Source) =>
          firstPage(
            invoicePayments.newestFirst(({ invoice }) => invoice === id),
            `/v1/invoice_payments?invoice=${String(id)}`,
          ),
      },
    },
    invoice_payment: {
      invoice: {
        shape: 'invoice',
        resolve: ({ invoice }: Source) => invoices.get(String(invoice)) ?? null,
      },
      'payment.payment_intent': {
        shape: 'payment_intent',
        resolve({ id }: Source) {
          const intent = invoicePayments.get(String(id))?.payment.payment_intent;
          return account.payments.intents.get(intent ?? '') ?? null;
        },
      },
    },
    plan: { product },
    price: { product },
    subscription: {
      customer,
      default_payment_method: method('default_payment_method'),
      default_source: method('default_source'),
      discounts: redeemed,
      items: inside({ list: 'subscription_item' }, 'items'),
      latest_invoice: {
        shape: 'invoice',
        resolve: ({ latest_invoice: id }: Source) => invoices.get(String(id)) ?? null,
      },
    },
    subscription_item: { plan: inside('plan', 'plan'), price: inside('price', 'price') },
  };
}

/** What is shown in any case, so that fields further in can be expanded. */
function inside(shape: ExpandableField['shape'], name: string): ExpandableField {
  return { shape, resolve: ({ [name]: value }) => (isHash(value) ? value : null) };
}

function isHash(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
