/**
 * The few calls of Stripe.js that the card page makes, on the offline Stripe. Only for the local stack: here card numbers
 * are typed into the page itself, which Stripe's own fields prevent, so nothing but test cards belongs in them.
 */
window.Stripe = () => {
  let fields;

  async function ask(method, path, params) {
    const response = await fetch(`offline-stripe${path}`, {
      method,
      ...(params && { body: new URLSearchParams(params) }),
    });
    const body = await response.json();
    return response.ok
      ? { body }
      : { error: body.error ?? { message: `Stripe answered ${response.status}.` } };
  }

  function input(label, placeholder) {
    const element = document.createElement('input');
    Object.assign(element, { placeholder, autocomplete: 'off', inputMode: 'numeric', ariaLabel: label });
    return element;
  }

  return {
    elements: () => ({
      create: () => ({
        mount(place) {
          fields = {
            number: input('Card number', '4242 4242 4242 4242'),
            expiry: input('Expiry', 'MM/YY'),
            cvc: input('CVC', '123'),
          };
          const set = document.createElement('fieldset');
          set.setAttribute('aria-labelledby', 'card-label');
          set.append(...Object.values(fields));
          document.querySelector(place).append(set);
        },
      }),
    }),

    async createPaymentMethod() {
      const [month = '', year = ''] = fields.expiry.value.split('/').map((part) => part.trim());
      const { body, error } = await ask('POST', '/v1/payment_methods', {
        type: 'card',
        'card[number]': fields.number.value.replaceAll(' ', ''),
        'card[exp_month]': month,
        'card[exp_year]': year.length === 2 ? `20${year}` : year,
        'card[cvc]': fields.cvc.value.trim(),
      });
      return error ? { error } : { paymentMethod: body };
    },

    async retrievePaymentIntent(clientSecret) {
      const { body, error } = await ask('GET', intentPath(clientSecret));
      return error ? { error } : { paymentIntent: body };
    },

    async confirmCardPayment(clientSecret, { payment_method } = {}) {
      const path = intentPath(clientSecret);
      const confirmed = await ask('POST', `${path}/confirm`, payment_method ? { payment_method } : {});
      if (confirmed.error) return confirmed;
      if (confirmed.body.status !== 'requires_action') return { paymentIntent: confirmed.body };
      // In a browser, Stripe.js shows the page of the holder's bank here.
      const outcome = window.confirm('Your bank asks: do you confirm this payment?') ? 'succeed' : 'fail';
      const id = confirmed.body.id;
      const { body, error } = await ask('POST', `/_offline/payment_intents/${id}/authenticate`, { outcome });
      if (error) return { error };
      return body.status === 'succeeded' ? { paymentIntent: body } : { error: body.last_payment_error };
    },
  };
};

function intentPath(clientSecret) {
  return `/v1/payment_intents/${clientSecret.split('_secret_')[0]}`;
}
