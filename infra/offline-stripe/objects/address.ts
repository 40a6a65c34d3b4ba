import { object, text } from '../params/kinds';

export interface Address {
  city: string | null;
  country: string | null;
  line1: string | null;
  line2: string | null;
  postal_code: string | null;
  state: string | null;
}

export const address = object({
  city: text,
  country: text,
  line1: text,
  line2: text,
  postal_code: text,
  state: text,
});

/** An address with null for what was not sent. */
export function toAddress(sent: ReturnType<typeof address.read>): Address {
  return { ...EMPTY_ADDRESS, ...sent };
}

export const EMPTY_ADDRESS: Address = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};
