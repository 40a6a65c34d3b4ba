import * as v from 'valibot';
import { isCardToken } from '../../../lib/customer/card-token';

const NEEDS_ID = 'This field must contain JSON data from Stripe JS.';
const BAD_ID = 'Its id must be a Stripe token (tok_…), source (src_…) or payment method (pm_…).';
/** What stripe.js gives is about 1 KB; this is kept with the record. */
const MAX_BYTES = 16_384;
const TOO_LARGE = `Must not be longer than ${MAX_BYTES} bytes.`;

/** The body that brings a card: `{"stripe_js_response": {"id": "tok_… | src_… | pm_…", …}}`. */
export const CardBody = v.object({
  stripe_js_response: v.pipe(
    v.record(v.string(), v.unknown(), NEEDS_ID),
    v.check((response) => typeof response.id === 'string', NEEDS_ID),
    v.check((response) => typeof response.id !== 'string' || isCardToken(response.id), BAD_ID),
    v.check((response) => Buffer.byteLength(JSON.stringify(response)) <= MAX_BYTES, TOO_LARGE),
    v.transform((response) => ({ token: String(response.id), all: response })),
  ),
});
