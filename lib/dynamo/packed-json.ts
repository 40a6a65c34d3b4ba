import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * JSON, compressed: Stripe's answers shrink to a third, and a write costs by the kilobyte. What the SDK has made
 * decimals of is text again, as Stripe sent it.
 */
export function pack(value: unknown): Uint8Array {
  return packText(JSON.stringify(value, withoutClientSecret));
}

export function unpack(packed: Uint8Array): unknown {
  return JSON.parse(unpackText(packed));
}

export function packText(text: string): Uint8Array {
  return gzipSync(text);
}

export function unpackText(packed: Uint8Array): string {
  return gunzipSync(packed).toString('utf8');
}

/** A client secret lets its holder act on a payment: it is fetched live where needed, never stored. */
function withoutClientSecret(name: string, value: unknown): unknown {
  return name === 'client_secret' ? undefined : value;
}
