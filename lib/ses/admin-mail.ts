import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';

/** Who mail to the admins goes to and comes from. Addresses live in the secret: nowhere else may one stand. */
export interface MailAddresses {
  adminEmails: string[];
  senderEmail: string | null;
}

/**
 * Sends one mail to all admins. `domain`: the one that mail may come from, empty for none.
 * @throws Error that says the cure, and no address, if one is missing or of another domain
 */
export function adminMail(domain: string, addresses: () => Promise<MailAddresses>) {
  const client = new SESClient({});
  return async (subject: string, text: string): Promise<void> => {
    const { adminEmails, senderEmail } = await addresses();
    if (adminEmails.length === 0 || senderEmail === null) {
      throw new Error('No mail was sent: put adminEmails and senderEmail into the Stripe secret.');
    }
    if (!senderEmail.endsWith(`@${domain}`)) {
      throw new Error(
        'No mail was sent: senderEmail must be of the domain that is configured as mailDomain ' +
          `(${domain === '' ? 'none is' : domain}), since the function may send from no other.`,
      );
    }
    await client.send(
      new SendEmailCommand({
        Source: senderEmail,
        Destination: { ToAddresses: adminEmails },
        Message: { Subject: { Data: subject }, Body: { Text: { Data: text } } },
      }),
    );
  };
}
