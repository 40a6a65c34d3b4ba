/**
 * What a page of yours does to store a card: Stripe.js turns what is typed into a payment method, so that no card number
 * ever reaches your page or the API; the API makes a customer of it. All else here is for trying it out.
 */
const settings = await (await fetch('settings.json')).json();
const at = (id) => document.getElementById(id);

// Stripe wants its script to come from its own host: https://docs.stripe.com/js
await new Promise((loaded, failed) => {
  const script = document.createElement('script');
  script.src = settings.publishableKey ? 'https://js.stripe.com/v3/' : 'stripe-stand-in.js';
  script.onload = loaded;
  script.onerror = () => failed(new Error(`${script.src} could not be loaded.`));
  document.head.append(script);
});
const stripe = window.Stripe(settings.publishableKey ?? 'pk_test_offline');
const card = stripe.elements().create('card');
card.mount('#card');

at('where').textContent = settings.publishableKey
  ? `Stripe.js of Stripe; the API at ${settings.api}.`
  : `A stand-in for Stripe.js, on the local stack at ${settings.api}. Try 4242 4242 4242 4242, 4000 0000 0000 0002 (declined), 4000 0027 6000 3184 (needs authentication).`;
at('user-field').hidden = !settings.isLocal;
at('token-field').hidden = settings.isLocal;

/** Your sign-in gives the user's token; the local stack makes one for whomever is named. */
async function token() {
  if (!settings.isLocal) return at('token').value.trim();
  const user = encodeURIComponent(at('user').value);
  return (await fetch(`token?user=${user}`)).text();
}

async function ask(method, path, body) {
  const response = await fetch(`${settings.api}${path}`, {
    method,
    headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (response.ok) return answer;
  // Stripe's words may be shown to the payer; the others are for whoever builds the page.
  throw new Error(answer.stripe_error ?? answer.detail ?? answer.message ?? JSON.stringify(answer));
}

/** Runs what a form is for, and says what came of it. */
function onSubmit(form, place, work) {
  at(form).addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = event.submitter;
    button.disabled = true;
    at(place).className = '';
    at(place).textContent = 'One moment…';
    try {
      at(place).textContent = await work();
    } catch (error) {
      at(place).className = 'refused';
      at(place).textContent = error.message;
    }
    button.disabled = false;
  });
}

onSubmit('store', 'said', async () => {
  const { paymentMethod, error } = await stripe.createPaymentMethod({ type: 'card', card });
  if (error) throw new Error(error.message);
  const customer = await ask('POST', '/aa-stripe/customers', { stripe_js_response: paymentMethod });
  at('cards').replaceChildren(
    ...customer.sources.map(({ id, brand, last4, exp_month, exp_year }) => {
      const line = document.createElement('li');
      const isDefault = id === customer.default_source ? ', used for payments' : '';
      line.textContent = `${brand} ending ${last4}, ${exp_month}/${exp_year}${isDefault}`;
      return line;
    }),
  );
  at('stored').hidden = false;
  return 'Your card is stored.';
});

onSubmit('authenticate', 'authenticated', async () => {
  const id = encodeURIComponent(at('charge').value.trim());
  const { client_secret } = await ask('GET', `/aa-stripe/charges/${id}/client-secret`);
  const { paymentIntent: asked } = await stripe.retrievePaymentIntent(client_secret);
  // It was tried without its payer, so it is confirmed anew, with the card that wanted them:
  // https://docs.stripe.com/payments/save-and-reuse
  const { id: cardThatAsked } = asked?.last_payment_error?.payment_method ?? {};
  const { paymentIntent, error } = await stripe.confirmCardPayment(
    client_secret,
    cardThatAsked ? { payment_method: cardThatAsked } : undefined,
  );
  if (error) throw new Error(error.message);
  return paymentIntent.status === 'succeeded'
    ? 'Thank you, it is paid.'
    : `Stripe says: ${paymentIntent.status}.`;
});
