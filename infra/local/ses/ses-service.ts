import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { unsupported } from '../aws-endpoint/aws-error';
import type { AwsCall, AwsReply, AwsRequest, AwsService } from '../aws-endpoint/aws-service';
import { parseBody, readInput } from '../aws-endpoint/json-service';
import { queryError, queryForm, queryReply } from '../aws-endpoint/query-protocol';
import type { Tell } from '../console/report';
import type { Account } from '../template/identity';

export interface Mail {
  from: string;
  to: string[];
  subject: string;
  text: string;
}

const content = v.object({ Data: v.string() });
const sendEmailV2 = v.strictObject({
  FromEmailAddress: v.string(),
  Destination: v.object({ ToAddresses: v.array(v.string()) }),
  Content: v.strictObject({
    Simple: v.object({
      Subject: content,
      Body: v.object({ Text: v.optional(content), Html: v.optional(content) }),
    }),
  }),
});

/** SES's SendEmail, of its first API and its second. Mail goes nowhere but into `outbox`. */
export function sesService(outbox: Mail[], account: Account, tell: Tell): AwsService {
  const send = (mail: Mail, reply: (messageId: string) => AwsReply): AwsCall => {
    const address = /<([^>]+)>/.exec(mail.from)?.[1] ?? mail.from;
    const identity = `arn:aws:ses:${account.region}:${account.id}:identity/`;
    return {
      operation: 'ses:SendEmail',
      permissions: [
        {
          action: 'ses:SendEmail',
          resource: `${identity}${address}`,
          alternative: `${identity}${address.split('@')[1]}`,
          context: { 'ses:FromAddress': address },
        },
      ],
      run() {
        outbox.push(mail);
        tell({ kind: 'mail', to: mail.to, subject: mail.subject });
        return reply(randomUUID());
      },
    };
  };
  return {
    refuse: queryError,
    read(request) {
      if (request.url.pathname === '/v2/email/outbound-emails') {
        return send(readSecondApi(request), (MessageId) => ({
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ MessageId }),
        }));
      }
      const form = queryForm(request);
      const action = form.get('Action') ?? request.url.pathname;
      if (action !== 'SendEmail') throw unsupported(`ses:${action}`);
      return send(readFirstApi(form), (MessageId) => queryReply(action, { MessageId }));
    },
  };
}

function readFirstApi(form: URLSearchParams): Mail {
  const field = (name: string): string => form.get(name) ?? '';
  return {
    from: field('Source'),
    to: [...form]
      .filter(([name]) => name.startsWith('Destination.ToAddresses.member.'))
      .map(([, value]) => value),
    subject: field('Message.Subject.Data'),
    text: field('Message.Body.Text.Data') || field('Message.Body.Html.Data'),
  };
}

function readSecondApi(request: AwsRequest): Mail {
  const { FromEmailAddress, Destination, Content } = readInput(sendEmailV2, parseBody(request));
  const { Subject, Body } = Content.Simple;
  const text = Body.Text?.Data ?? Body.Html?.Data ?? '';
  return { from: FromEmailAddress, to: Destination.ToAddresses, subject: Subject.Data, text };
}
