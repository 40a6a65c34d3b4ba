import {
  attachCardRequest,
  createCustomerRequest,
  isCardToken,
  makeDefaultRequest,
} from '../../../lib/customer/card-token';

const EXPAND = ['sources', 'invoice_settings.default_payment_method'];

describe('isCardToken', () => {
  it.each(['tok_visa', 'src_1N', 'pm_card_visa', `tok_${'x'.repeat(58)}`])('takes %s', (id) => {
    expect(isCardToken(id)).toBe(true);
  });

  it.each([
    '',
    'tok_',
    'tok',
    'card_1',
    'cus_1',
    'pi_1_secret_2',
    'TOK_visa',
    ' tok_visa',
    'tok_visa\n',
    'tok_a/../../v1/charges',
    'pm_a?expand=x',
    'tok_é',
    `tok_${'x'.repeat(59)}`,
  ])('refuses %j', (id) => {
    expect(isCardToken(id)).toBe(false);
  });
});

describe('createCustomerRequest', () => {
  const request = (token: string) =>
    createCustomerRequest({ token, description: 'u1 id: u1', metadata: { aa_stripe_id: 'scus_1' } });
  const shared = { description: 'u1 id: u1', metadata: { aa_stripe_id: 'scus_1' }, expand: EXPAND };

  it.each(['tok_visa', 'src_1'])('sends %s as the source', (token) => {
    expect(request(token)).toEqual({
      method: 'POST',
      path: '/v1/customers',
      params: { source: token, ...shared },
    });
  });

  it('makes a payment method the default for invoices in the same request', () => {
    expect(request('pm_1').params).toEqual({
      payment_method: 'pm_1',
      invoice_settings: { default_payment_method: 'pm_1' },
      ...shared,
    });
  });
});

describe('attachCardRequest', () => {
  it.each(['tok_visa', 'src_1'])('adds %s beside the others, carrying our id', (token) => {
    expect(attachCardRequest('cus_1', token, { aa_stripe_id: 'scus_1' })).toEqual({
      method: 'POST',
      path: '/v1/customers/cus_1/sources',
      params: { source: token, metadata: { aa_stripe_id: 'scus_1' } },
    });
  });

  it('attaches a payment method', () => {
    expect(attachCardRequest('cus_1', 'pm_1', { aa_stripe_id: 'scus_1' })).toEqual({
      method: 'POST',
      path: '/v1/payment_methods/pm_1/attach',
      params: { customer: 'cus_1' },
    });
  });
});

describe('makeDefaultRequest', () => {
  it('names a payment method for invoices, which charges prefer too', () => {
    expect(makeDefaultRequest('cus_1', 'pm_1')).toEqual({
      method: 'POST',
      path: '/v1/customers/cus_1',
      params: { invoice_settings: { default_payment_method: 'pm_1' }, expand: EXPAND },
    });
  });

  it.each(['card_1', 'src_1'])('makes %s the default source and empties what would win over it', (card) => {
    expect(makeDefaultRequest('cus_1', card).params).toEqual({
      default_source: card,
      invoice_settings: { default_payment_method: '' },
      expand: EXPAND,
    });
  });
});
