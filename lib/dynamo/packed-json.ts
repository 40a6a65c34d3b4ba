import { gunzipSync, gzipSync } from 'node:zlib';

/** JSON, compressed: Stripe's answers shrink to a third, and a write costs by the kilobyte. */
export function pack(value: unknown): Uint8Array {
  return packText(JSON.stringify(withoutClientSecrets(value)));
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
function withoutClientSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutClientSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'client_secret')
      .map(([name, inner]) => [name, withoutClientSecrets(inner)]),
  );
}
