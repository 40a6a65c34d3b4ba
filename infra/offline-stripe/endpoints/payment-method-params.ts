import { cardInput } from '../cards/card-details';
import { address, EMPTY_ADDRESS, toAddress } from '../objects/address';
import type { BillingDetails } from '../objects/payment-method';
import type { Kind } from '../params/kind';
import { email, object, oneOf, required, string, text, unsettable } from '../params/kinds';

/** Who is billed. */
export const billingDetails = object({
  address: unsettable(address),
  email: unsettable(email),
  name: text,
  phone: text,
  tax_id: text,
});
/** Whether a checkout may offer it again. */
export const allowRedisplay = oneOf('always', 'limited', 'unspecified');
const typedCard = object(cardInput);
const cardToken = object({ token: required(string) });
/** A card, typed in or by its token. */
export const cardOrToken: Kind<ReturnType<typeof typedCard.read> | ReturnType<typeof cardToken.read>> = {
  read(value, param) {
    const byToken = typeof value === 'object' && 'token' in value;
    return byToken ? cardToken.read(value, param) : typedCard.read(value, param);
  },
};

/** Billing details with what was sent. */
export function mergeBilling(
  current: BillingDetails,
  sent: ReturnType<typeof billingDetails.read> = {},
): BillingDetails {
  const { address, ...plain } = sent;
  if (address === undefined) return { ...current, ...plain };
  return { ...current, ...plain, address: address === null ? EMPTY_ADDRESS : toAddress(address) };
}
