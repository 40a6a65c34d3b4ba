import { Duration, Fn, Stack } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type CommandName, FANS_OUT } from '../../lib/command/command';
import { everyMinutes } from '../../lib/command/schedule';
import type { BundledFunction } from './bundled-function';
import { watchCommand } from './command-alarms';
import { CommandSchedules } from './command-schedules';
import { environmentOf, type Foundation, webhookUrlOf } from './foundation';
import { memoryForRate, ONE_CPU_MB } from './memory-for-rate';
import { READ_AND_WRITE } from './operator-function';
import { pascalCase } from './pascal-case';

/** The longest that a function may run: what a run does not get done, the next one goes on with. */
const TIMEOUT_SECONDS = 900;

interface CommandSpec {
  description: string;
  /** What it means for users when runs fail. */
  failureMeans: string;
  /** What it does to the table, where that is less than reading and writing records. */
  keeps?: string[];
  /** Where it reads much in one go, or works on many records a second. */
  memoryMb?: number;
  allow(command: BundledFunction): void;
}

/** The regular work, and the second line that finds what the first one has left undone. */
export class Commands extends Construct {
  /** `work`: the queue of what is given to workers. */
  constructor(scope: Construct, id: string, foundation: Foundation, work: Queue) {
    super(scope, id);
    const { alarms, api, functions, records } = foundation;
    const schedules = new CommandSchedules(this, 'Schedules');
    const made = Object.entries(specs(foundation)).map(([key, spec]) => {
      const name = key as CommandName;
      const command = functions.make(name, {
        description: spec.description,
        environment: environmentOf(name, foundation, ownVariables(foundation, work)),
        timeout: TIMEOUT_SECONDS,
        ...(spec.memoryMb !== undefined && { memoryMb: spec.memoryMb }),
      });
      const minutes = everyMinutes(name, foundation.config.webhookBodyDays ?? 0);
      // Nobody waits for an answer: a run that failed is in the list of runs, and is started again by a person.
      if (minutes === null) command.lambda.configureAsyncInvoke({ retryAttempts: 0 });
      // Its position and its runs, and whatever its records need.
      command.allow([...(spec.keeps ?? READ_AND_WRITE), 'dynamodb:DeleteItem'], records.arn);
      spec.allow(command);
      if (FANS_OUT.some((one) => one === name)) command.allow(['sqs:SendMessage'], work.queueArn);
      const { failureMeans } = spec;
      if (minutes !== null) {
        schedules.run(pascalCase(name), command, Duration.minutes(minutes));
        watchCommand(alarms, name, command, minutes, failureMeans);
      }
      return command;
    });

    const operate = functions
      .make('operate-commands', {
        description: 'starts commands, shows their runs, pauses charging',
        environment: environmentOf('operate-commands', foundation, {
          COMMAND_PREFIX: foundation.name,
          WEBHOOK_BODY_DAYS: String(foundation.config.webhookBodyDays ?? 0),
        }),
      })
      .allow([...READ_AND_WRITE, 'dynamodb:Query', 'dynamodb:BatchGetItem'], records.arn)
      .allow(['dynamodb:Query'], ...records.indexArns('gsi4', 'gsi7'))
      .allow(['lambda:InvokeFunction'], ...made.map(({ lambda }) => lambda.functionArn));
    api.serve('operate-commands', operate);
  }
}

/** What only some commands declare: those that give work away, and those about webhooks. */
function ownVariables(foundation: Foundation, work: Queue): Record<string, string> {
  const { api, config } = foundation;
  return {
    WORK_QUEUE_URL: work.queueUrl,
    FAN_OUT_ABOVE: String(config.fanOut.above),
    WEBHOOK_URL: webhookUrlOf(foundation),
    PENDING_WEBHOOKS_THRESHOLD: String(config.pendingWebhooksThreshold),
    WEBHOOK_BODY_DAYS: String(config.webhookBodyDays ?? 0),
    MAIL_DOMAIN: config.mailDomain ?? '',
    // `https://host` without its scheme.
    DOMAIN: config.domain ?? Fn.select(2, Fn.split('/', api.url)),
  };
}

function specs({ bus, config, payloads, records, secret }: Foundation): Record<CommandName, CommandSpec> {
  const askStripe = (command: BundledFunction) =>
    command.allow(['secretsmanager:GetSecretValue'], secret.arn);
  const { account, partition, region } = Stack.of(bus);
  const readOwner = (command: BundledFunction) =>
    command.allow(['dynamodb:Query'], records.arn, ...records.indexArns('gsi3', 'gsi5', 'gsi6', 'gsi7'));
  return {
    'charge-stripe': {
      description: 'charges what is due',
      memoryMb: memoryForRate(config.stripeRequestsPerSecond),
      failureMeans: 'Payments that were due were refused, or could not be made. The run says which and why.',
      allow: (command) =>
        askStripe(command).allow(['dynamodb:Query'], records.arn, ...records.indexArns('gsi6')),
    },
    'end-subscriptions': {
      description: 'ends subscriptions by their end date',
      memoryMb: memoryForRate(config.stripeRequestsPerSecond),
      failureMeans: 'Subscriptions go on, and are billed, after their end date.',
      allow: (command) => askStripe(command).allow(['dynamodb:Query'], ...records.indexArns('gsi6')),
    },
    'refresh-coupons': {
      description: "takes over Stripe's coupons",
      failureMeans: 'Coupons here may differ from those at Stripe.',
      allow: (command) =>
        askStripe(command)
          .allow(['dynamodb:BatchGetItem'], records.arn)
          .allow(['dynamodb:Query'], ...records.indexArns('gsi4')),
    },
    'refresh-customers': {
      description: "takes over Stripe's customers",
      failureMeans: 'Cards and customers here may differ from those at Stripe.',
      allow: (command) => askStripe(command).allow(['dynamodb:Query'], ...records.indexArns('gsi1')),
    },
    'check-pending-webhooks': {
      description: 'tells the admins when webhooks wait at Stripe',
      failureMeans: 'Webhooks wait at Stripe and do not arrive: records here lag behind.',
      allow: (command) => {
        askStripe(command);
        const { mailDomain } = config;
        if (mailDomain === undefined) return;
        command.allow(['ses:SendEmail'], `arn:${partition}:ses:${region}:${account}:identity/${mailDomain}`);
      },
    },
    'reconcile-webhooks': {
      description: 'feeds in events that never arrived, and compares records with Stripe',
      failureMeans: 'Events that never arrived are not made good: records here may differ from Stripe.',
      allow: (command) =>
        askStripe(command)
          .allow(['dynamodb:BatchGetItem'], records.arn)
          .allow(['dynamodb:Query'], ...records.indexArns('gsi2', 'gsi4'))
          .allow(['s3:PutObject'], payloads.objectsArn('webhooks/')),
    },
    'replay-webhooks': {
      description: 'tells of chosen webhooks once more',
      failureMeans: 'Webhooks that were to be replayed were not.',
      allow: (command) => command.allow(['dynamodb:Query'], ...records.indexArns('gsi3', 'gsi4')),
    },
    sweep: {
      description: 'publishes signals that the stream has lost',
      failureMeans: 'Signals that the stream lost are not made good: consumers miss facts.',
      allow: (command) =>
        command
          .allow(['dynamodb:Query'], ...records.indexArns('gsi5'))
          .allow(['events:PutEvents'], bus.eventBusArn)
          .allow(['s3:GetObject'], payloads.objectsArn('webhooks/')),
    },
    'recover-operations': {
      description: 'settles writes to Stripe whose outcome is open',
      memoryMb: memoryForRate(config.stripeRequestsPerSecond),
      failureMeans:
        'What broke off stays open: payments whose outcome nobody knows, cards that are "under way".',
      allow: (command) => askStripe(command).allow(['dynamodb:Query'], ...records.indexArns('gsi6')),
    },
    'release-imported': {
      description: 'lets imported charges go, once Stripe was asked for their payments',
      failureMeans: 'Imported charges stay held.',
      allow: (command) =>
        askStripe(command).allow(['dynamodb:Query'], records.arn, ...records.indexArns('gsi3', 'gsi6')),
    },
    'expire-webhook-bodies': {
      description: 'deletes the raw data of old webhooks',
      failureMeans: 'Raw data of webhooks is kept longer than configured.',
      allow: (command) =>
        command
          .allow(['dynamodb:Query'], ...records.indexArns('gsi6'))
          .allow(['s3:DeleteObject'], payloads.objectsArn('webhooks/')),
    },
    'erase-owner': {
      description: 'deletes what is personal of an owner',
      failureMeans: 'Somebody who was to be erased is not, or not wholly.',
      // It reads every webhook.
      memoryMb: ONE_CPU_MB,
      allow: (command) =>
        readOwner(command).allow(['s3:GetObject', 's3:DeleteObject'], payloads.objectsArn('webhooks/')),
    },
    'export-owner': {
      description: 'gathers all that is stored of an owner',
      failureMeans: 'What is stored of somebody was not exported.',
      keeps: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      // It reads every webhook.
      memoryMb: ONE_CPU_MB,
      allow: (command) =>
        readOwner(command)
          .allow(['s3:GetObject'], payloads.objectsArn('webhooks/'))
          .allow(['s3:PutObject'], payloads.objectsArn('exports/')),
    },
  };
}
