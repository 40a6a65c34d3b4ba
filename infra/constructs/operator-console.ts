import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { environmentOf, type Foundation } from './foundation';

/** Where messages are that were given up. */
export interface DeadLetters {
  parse: Queue;
  work: Queue;
}

/** The operators' pages: static files, which use the API as any client does, and what they ask beyond records. */
export class OperatorConsole extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation, deadLetters: DeadLetters) {
    super(scope, id);
    const { api, functions, records } = foundation;
    const { issuer, console } = api.operatorIssuer;
    const get = functions.make('get-console', {
      description: "answers the operator console's files",
      environment: environmentOf('get-console', foundation, {
        CONSOLE_ISSUER: issuer,
        CONSOLE_CLIENT_ID: console.clientId,
        CONSOLE_RESOURCE: console.resource ?? '',
        CONSOLE_ORIGINS: console.origins.join(' '),
      }),
    });
    api.serve('get-console', get);

    const operate = functions
      .make('operate-console', {
        description: 'counts, and finds records, for the operator console',
        environment: environmentOf('operate-console', foundation, {
          PARSE_DEAD_LETTERS_URL: deadLetters.parse.queueUrl,
          WORK_DEAD_LETTERS_URL: deadLetters.work.queueUrl,
        }),
      })
      // It only reads, and of queues only how many messages they hold.
      .allow(['dynamodb:GetItem', 'dynamodb:BatchGetItem'], records.arn)
      .allow(['dynamodb:Query'], ...records.indexArns('gsi1', 'gsi2', 'gsi3', 'gsi4', 'gsi5', 'gsi7'))
      .allow(['sqs:GetQueueAttributes'], deadLetters.parse.queueArn, deadLetters.work.queueArn);
    api.serve('operate-console', operate);
  }
}
