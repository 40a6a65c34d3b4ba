import { SetupError, type SetupPorts } from './ports';
import type { SecretContent } from './secret-content';

export interface SecretWish {
  /** Null keeps those that are stored. */
  adminEmails: string[] | null;
  senderEmail: string | null;
  dryRun: boolean;
}

/** A key of another account would charge customers that do not exist there. */
export function requireSameAccount(
  apiKey: string,
  { apiKey: stored, webhookEndpoints }: SecretContent,
  listed: string[],
) {
  const known = Object.keys(webhookEndpoints);
  if (apiKey === stored || known.length === 0 || known.some((id) => listed.includes(id))) return;
  throw new SetupError(
    `The new key does not show our webhook endpoint (${known.join(', ')}): it seems to be of another Stripe account. ` +
      'If the endpoint was deleted at Stripe, run setup with the old key first.',
  );
}

/** Puts the key and the addresses in, where they are others than those stored; keeps all else. */
export async function writeSecret(
  apiKey: string,
  before: SecretContent,
  { adminEmails, senderEmail, dryRun }: SecretWish,
  { secret, tell }: SetupPorts,
): Promise<void> {
  const done: string[] = [];
  if (before.apiKey !== apiKey) done.push(before.apiKey === null ? 'API key put in' : 'API key replaced');
  if (adminEmails !== null) done.push('addresses of the admins put in');
  if (senderEmail !== null) done.push('sender address put in');
  if (done.length === 0) return tell('secret: API key and addresses kept');
  if (!dryRun) {
    await secret.change((content) => ({
      ...content,
      // Another run may have replaced it; only who was asked to does.
      apiKey: before.apiKey === apiKey ? content.apiKey : apiKey,
      ...(adminEmails !== null && { adminEmails }),
      ...(senderEmail !== null && { senderEmail }),
    }));
  }
  for (const line of done) tell(`secret: ${line}`);
  if (before.apiKey !== null && before.apiKey !== apiKey) {
    tell(
      'Next: expire the old key at Stripe, not before five minutes have passed: so long functions keep it',
    );
  }
}
