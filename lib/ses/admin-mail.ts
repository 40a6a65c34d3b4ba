import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';

/** Who mail to the admins goes to and comes from. Addresses live in the secret: nowhere else may one stand. */
export interface MailAddresses {
  adminEmails: string[];
  senderEmail: string | null;
}

/**
 * Sends one mail to all admins.
 * @throws Error that says the cure if no address is configured
 */
export function adminMail(addresses: () => Promise<MailAddresses>) {
  const client = new SESClient({});
  return async (subject: string, text: string): Promise<void> => {
    const { adminEmails, senderEmail } = await addresses();
    if (adminEmails.length === 0 || senderEmail === null) {
      throw new Error('No mail was sent: put adminEmails and senderEmail into the Stripe secret.');
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
