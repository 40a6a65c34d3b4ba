import * as v from 'valibot';

/**
 * What the secret holds. Functions read `apiKey`, `webhookSecrets` and the addresses; `webhookEndpoints` says which of
 * the webhook secrets belongs to which endpoint that setup has made. What else somebody has put in is kept.
 */
export const SecretContent = v.looseObject({
  apiKey: v.optional(v.nullable(v.string()), null),
  webhookSecrets: v.optional(v.array(v.pipe(v.string(), v.minLength(1))), []),
  /** Signing secrets by endpoint id. */
  webhookEndpoints: v.optional(v.record(v.string(), v.string()), {}),
  adminEmails: v.optional(v.array(v.string()), []),
  senderEmail: v.optional(v.nullable(v.string()), null),
});
export type SecretContent = v.InferOutput<typeof SecretContent>;

export const knows = ({ webhookEndpoints }: SecretContent, endpointId: string): boolean =>
  Object.hasOwn(webhookEndpoints, endpointId);

export function withEndpoint(content: SecretContent, endpointId: string, secret: string): SecretContent {
  return {
    ...content,
    webhookSecrets: [...new Set([...content.webhookSecrets, secret])],
    webhookEndpoints: { ...content.webhookEndpoints, [endpointId]: secret },
  };
}

/** Without an endpoint and its secret; any other secret stays. */
export function withoutEndpoint(content: SecretContent, endpointId: string): SecretContent {
  const { [endpointId]: gone, ...webhookEndpoints } = content.webhookEndpoints;
  const isUsed = Object.values(webhookEndpoints).some((secret) => secret === gone);
  const webhookSecrets = content.webhookSecrets.filter((secret) => secret !== gone || isUsed);
  return { ...content, webhookSecrets, webhookEndpoints };
}

/** Secrets of endpoints that were registered by hand: which, nobody can tell. */
export function secretsOfOthers({ webhookSecrets, webhookEndpoints }: SecretContent): string[] {
  const ours = new Set(Object.values(webhookEndpoints));
  return webhookSecrets.filter((secret) => !ours.has(secret));
}

export function withoutSecretsOfOthers(content: SecretContent): SecretContent {
  const others = new Set(secretsOfOthers(content));
  return { ...content, webhookSecrets: content.webhookSecrets.filter((secret) => !others.has(secret)) };
}
