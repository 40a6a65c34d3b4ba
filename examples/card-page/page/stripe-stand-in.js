/**
 * The few calls of Stripe.js that the card page makes, on the offline Stripe. Only for the local stack: here card numbers
 * are typed into the page itself, which Stripe's own fields prevent, so nothing but test cards belongs in them.
 */
window.Stripe = () => {
  let fields;

  async function post(path, params) {
    const response = await fetch(`offline-stripe${path}`, {
      method: 'POST',
      body: new URLSearchParams(params),
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
      const { body, error } = await post('/v1/payment_methods', {
        type: 'card',
        'card[number]': fields.number.value.replaceAll(' ', ''),
        'card[exp_month]': month,
        'card[exp_year]': year.length === 2 ? `20${year}` : year,
        'card[cvc]': fields.cvc.value.trim(),
      });
      return error ? { error } : { paymentMethod: body };
    },

    async confirmCardPayment(clientSecret) {
      const [id] = clientSecret.split('_secret_');
      // In a browser, Stripe.js shows the page of the holder's bank here.
      const outcome = window.confirm('Your bank asks: do you confirm this payment?') ? 'succeed' : 'fail';
      const { body, error } = await post(`/_offline/payment_intents/${id}/authenticate`, { outcome });
      if (error) return { error };
      const { last_payment_error: refused } = body;
      return refused && body.status !== 'succeeded' ? { error: refused } : { paymentIntent: body };
    },
  };
};
