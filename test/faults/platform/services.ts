import * as v from 'valibot';
import type { AwsReply, AwsService } from '../../../infra/local/aws-endpoint/aws-service';
import { dynamoDbPermissions } from '../../../infra/local/dynamodb/dynamodb-permissions';
import type { BusEvent } from '../../../infra/local/event-bus/event-bus';
import { eventsService } from '../../../infra/local/event-bus/events-service';
import { createObjectStore, type ObjectStore } from '../../../infra/local/s3/object-store';
import { s3Service } from '../../../infra/local/s3/s3-service';
import { secretsService } from '../../../infra/local/secrets/secrets-service';
import { type Mail, sesService } from '../../../infra/local/ses/ses-service';
import { createQueue, type Queue } from '../../../infra/local/sqs/queue';
import { queueSchema } from '../../../infra/local/sqs/queue-schema';
import { sqsService } from '../../../infra/local/sqs/sqs-service';
import { answerCall } from '../../memory-dynamodb/answer-call';
import { createDatabase, type Database } from '../../memory-dynamodb/table/database';
import type { SimulatedTime } from './simulated-time';

export const ACCOUNT = { id: '000000000000', region: 'us-east-1', apiUrl: '', awsUrl: '' };
export const BUCKET = 'payloads';
export const BUS = 'signals';
export const SECRET = 'stripe';
export const WEBHOOK_SECRET = 'whsec_platform';
export const PARSE_MAX_RECEIVES = 5;
const WORK_VISIBILITY_SECONDS = 600;
const VISIBILITY_SECONDS = 360;

const arn = (service: string, name: string) => `arn:aws:${service}:${ACCOUNT.region}:${ACCOUNT.id}:${name}`;

/** A function that another one asked to be run by itself. */
export interface Invocation {
  function: string;
  event: unknown;
}

/** What AWS keeps and does for one scene. */
export interface Services {
  database: Database;
  /** Everything the bus took, oldest first. */
  signals: BusEvent[];
  mails: Mail[];
  objects: ObjectStore;
  parseQueue: Queue;
  workQueue: Queue;
  deadLetters: Queue;
  invocations: Invocation[];
  /** By the service's name in a request's signature. */
  byName: Record<string, AwsService>;
}

export function createServices(time: SimulatedTime): Services {
  const database = createDatabase();
  const signals: BusEvent[] = [];
  const mails: Mail[] = [];
  const invocations: Invocation[] = [];
  const objects = createObjectStore([BUCKET]);
  const queue = (name: string, properties: object, onDeadLetter: (body: string) => void) =>
    createQueue({
      name,
      arn: arn('sqs', name),
      url: `https://sqs/${name}`,
      properties: v.parse(queueSchema, properties),
      now: time.now,
      onDeadLetter: ({ body }) => onDeadLetter(body),
    });
  const deadLetters = queue('dead-letters', {}, () => {});
  const parseQueue = queue(
    'parse',
    {
      VisibilityTimeout: VISIBILITY_SECONDS,
      MessageRetentionPeriod: 14 * 86_400,
      RedrivePolicy: { deadLetterTargetArn: deadLetters.arn, maxReceiveCount: PARSE_MAX_RECEIVES },
    },
    (body) => deadLetters.send(body),
  );
  const workQueue = queue(
    'work',
    {
      VisibilityTimeout: WORK_VISIBILITY_SECONDS,
      MessageRetentionPeriod: 14 * 86_400,
      RedrivePolicy: { deadLetterTargetArn: deadLetters.arn, maxReceiveCount: PARSE_MAX_RECEIVES },
    },
    (body) => deadLetters.send(body),
  );
  const bus = {
    accepted: signals,
    follow: () => () => {},
    accept: (_: string, event: BusEvent) => {
      signals.push(event);
      // The rule of the template: the id of the webhook, as JSON.
      if (event['detail-type'] === 'webhook_pre_parse') parseQueue.send(JSON.stringify(recordIdOf(event)));
    },
  };
  return {
    database,
    signals,
    mails,
    objects,
    parseQueue,
    workQueue,
    deadLetters,
    invocations,
    byName: {
      dynamodb: dynamoDb(database),
      events: eventsService(bus, [BUS], ACCOUNT),
      s3: s3Service(objects),
      secretsmanager: secretsService({ find: () => secret() }),
      ses: sesService(mails, ACCOUNT, () => {}),
      sqs: sqsService(new Map([parseQueue, workQueue, deadLetters].map((each) => [each.arn, each]))),
      lambda: lambda(invocations),
    },
  };
}

function recordIdOf({ detail }: BusEvent): string {
  return v.parse(v.object({ record_id: v.string() }), detail).record_id;
}

function secret() {
  const value = JSON.stringify({
    apiKey: 'sk_test_platform',
    webhookSecrets: [WEBHOOK_SECRET],
    adminEmails: ['admin@example.com'],
    senderEmail: 'stripe@example.com',
  });
  return {
    arn: SECRET,
    name: SECRET,
    created: new Date(0),
    versions: new Map([['1', { id: '1', value, labels: new Set(['AWSCURRENT']) }]]),
  };
}

function json(status: number, body: unknown): AwsReply {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) };
}

function dynamoDb(database: Database): AwsService {
  return {
    refuse: (error) => json(error.status, { __type: error.code, message: error.message }),
    read: ({ headers, body }) => {
      const target = String(headers['x-amz-target']);
      const text = body.toString('utf8');
      const operation = target.split('.')[1] ?? '';
      return {
        operation: 'dynamodb',
        permissions:
          dynamoDbPermissions(operation, JSON.parse(text), (name) => arn('dynamodb', `table/${name}`)) ?? [],
        run: () => {
          const answer = answerCall(database, target, text);
          return json(answer.status, answer.body);
        },
      };
    },
  };
}

/** Lambda's Invoke of type `Event`: kept, to be run when the caller has ended. */
function lambda(invocations: Invocation[]): AwsService {
  return {
    refuse: (error) => json(error.status, { message: error.message }),
    read: ({ url, body }) => {
      const name = url.pathname.split('/')[3] ?? '';
      return {
        operation: 'lambda:Invoke',
        permissions: [{ action: 'lambda:InvokeFunction', resource: arn('lambda', `function:${name}`) }],
        run: () => {
          invocations.push({
            function: name.replace(/^platform-/, ''),
            event: JSON.parse(body.toString('utf8')),
          });
          return { status: 202 };
        },
      };
    },
  };
}
