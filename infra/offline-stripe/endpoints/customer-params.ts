import { address, toAddress } from '../objects/address';
import type { Customer, Shipping } from '../objects/customer';
import {
  array,
  boolean,
  email,
  integer,
  object,
  oneOf,
  required,
  string,
  text,
  unsettable,
} from '../params/kinds';
import { mergeMetadata, metadata } from '../params/metadata';
import type { Read } from '../params/read-fields';

const customField = object({ name: required(string), value: required(string) });

/** What can be said of a customer when it is created and later. */
export const customerParams = {
  address: unsettable(address),
  balance: integer(),
  description: text,
  email: unsettable(email),
  invoice_prefix: string,
  invoice_settings: object({
    custom_fields: unsettable(array(customField)),
    default_payment_method: text,
    footer: text,
  }),
  metadata,
  name: text,
  next_invoice_sequence: integer({ min: 1 }),
  phone: text,
  preferred_locales: array(string),
  shipping: unsettable(object({ address: required(address), name: required(string), phone: text })),
  source: string,
  tax_exempt: unsettable(oneOf('none', 'exempt', 'reverse')),
  validate: boolean,
};

/** The customer with what was sent; sources and payment methods are the caller's matter. */
export function revise(customer: Customer, params: Read<typeof customerParams>): Customer {
  const { address, invoice_settings, metadata, shipping, source, tax_exempt, validate, ...plain } = params;
  return {
    ...customer,
    ...plain,
    ...(address === undefined ? {} : { address: address && toAddress(address) }),
    ...(shipping === undefined ? {} : { shipping: shipping && toShipping(shipping) }),
    ...(tax_exempt === undefined ? {} : { tax_exempt: tax_exempt ?? 'none' }),
    invoice_settings: { ...customer.invoice_settings, ...invoice_settings },
    metadata: mergeMetadata(customer.metadata, metadata),
  };
}

function toShipping(sent: NonNullable<Read<typeof customerParams>['shipping']>): Shipping {
  const { address, name, phone = null } = sent;
  return { address: toAddress(address), carrier: null, name, phone, tracking_number: null };
}
