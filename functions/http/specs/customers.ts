import * as v from 'valibot';
import { CustomerView } from '../../../lib/customer/present-customer';
import { CREATED_FILTERS, TextFilter } from '../../../lib/runtime/http/list-query';
import { spec } from '../../../lib/runtime/http/spec';
import { CardBody } from './card-body';
import { requiredText } from './fields';
import { listOf, StripeErrorView, withStripeResponse } from './views';

const CARD_ENDINGS = {
  400: { means: 'Stripe refuses the card, or the body is wrong.', body: StripeErrorView },
  409: { means: 'A request for this card is under way, or the customer is deleted at Stripe.' },
  502: { means: 'Stripe broke off; whether it took the card is being found out.' },
  503: { means: 'Stripe cannot be reached now. Send the same request again.' },
};

export const createCustomerSpecs = {
  'POST /aa-stripe/customers': spec({
    operationId: 'createCustomer',
    summary: 'Make a Stripe customer from a card that stripe.js gave the browser. The card is its default.',
    body: CardBody,
    answers: {
      200: { means: 'The same token was sent before: this is that customer.', body: CustomerView },
      201: { means: 'Made.', body: CustomerView },
      ...CARD_ENDINGS,
    },
  }),
};

export const getCustomerSpecs = {
  'GET /aa-stripe/customers/{stripe_customer_id}': spec({
    operationId: 'getCustomer',
    summary: "Show one of the caller's own customers, with its cards.",
    answers: { 200: { means: 'The customer.', body: CustomerView } },
  }),
};

const updateCustomer = (operationId: string) =>
  spec({
    operationId,
    summary: 'Add a card, keep the others, and make the new one the default for charges and invoices.',
    body: CardBody,
    answers: { 200: { means: 'Added.', body: CustomerView }, ...CARD_ENDINGS },
  });

export const updateCustomerSpecs = {
  'PATCH /aa-stripe/customers/{stripe_customer_id}': updateCustomer('updateCustomer'),
  'PUT /aa-stripe/customers/{stripe_customer_id}': updateCustomer('replaceCustomerCard'),
};

export const operateCustomersSpecs = {
  'GET /aa-stripe/admin/customers': spec({
    operationId: 'listCustomers',
    summary: 'List customers, newest first.',
    filters: { ...CREATED_FILTERS, user: TextFilter },
    answers: { 200: { means: 'A page of customers.', body: listOf(CustomerView) } },
  }),
  'GET /aa-stripe/admin/customers/{id}': spec({
    operationId: 'getAnyCustomer',
    summary: 'Show a customer by our id or by that of Stripe, with what Stripe last said of it.',
    answers: { 200: { means: 'The customer.', body: withStripeResponse(CustomerView) } },
  }),
  'POST /aa-stripe/admin/customers/{id}/refresh-from-stripe': spec({
    operationId: 'refreshCustomer',
    summary: "Take over Stripe's present state of a customer.",
    answers: {
      200: { means: 'As it is at Stripe now.', body: CustomerView },
      409: { means: 'The customer is not at Stripe, or is being written.' },
      503: { means: 'Stripe cannot be reached now, or does not accept the API key.' },
    },
  }),
  'POST /aa-stripe/admin/customers/{id}/change-description': spec({
    operationId: 'changeCustomerDescription',
    summary: "Change the customer's description at Stripe.",
    body: v.object({ description: requiredText(5_000) }),
    answers: {
      200: { means: 'Changed.', body: CustomerView },
      400: { means: 'Stripe refuses the description, or the body is wrong.', body: StripeErrorView },
      409: { means: 'The customer is not at Stripe, or another change of it is under way.' },
      502: { means: 'Stripe broke off; what came of it is being found out.' },
      503: { means: 'Stripe cannot be reached now, or does not accept the API key.' },
    },
  }),
};
