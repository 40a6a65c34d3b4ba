import { join } from 'node:path';
import type { Endpoint } from '../aws-endpoint/handle-call';
import { deadLetters, findLetterQueues } from '../control/dead-letters';
import type { LocalControl } from '../control/local-routes';
import { dynamoDbService } from '../dynamodb/dynamodb-service';
import { createEventBus } from '../event-bus/event-bus';
import { eventsService } from '../event-bus/events-service';
import { readBuses, readRules } from '../event-bus/rule-schema';
import { readApi } from '../http-api/api-definition';
import { createGateway, type Gateway } from '../http-api/gateway';
import { refusal } from '../http-api/map-response';
import { createTokenIssuer } from '../http-api/token-issuer';
import { lambdaService } from '../lambda/lambda-service';
import { type OperatorSignIn, operatorIssuerUrl, operatorSignIn } from '../operators/operator-sign-in';
import { bucketSchema } from '../s3/bucket-schema';
import { createObjectStore } from '../s3/object-store';
import { s3Service } from '../s3/s3-service';
import { readSchedules, type Schedules } from '../scheduler/schedules';
import { createSecretStore, type SecretStore } from '../secrets/secret-store';
import { secretsService } from '../secrets/secrets-service';
import { type Mail, sesService } from '../ses/ses-service';
import { sqsService } from '../sqs/sqs-service';
import { stsService } from '../sts/sts-service';
import type { ResolvedStacks } from '../template/resolve-stacks';
import { createResources } from '../template/resources';
import { buildCore, type CoreOptions } from './build-core';
import { buildMappings, type RunnableMapping } from './build-mappings';
import { createTables } from './create-tables';

export interface StackOptions extends Omit<CoreOptions, 'resources' | 'resolved'> {
  stacks: ResolvedStacks;
  dynamoDbUrl: string;
}

/** Every part of the template, put together and not yet running. */
export interface BuiltStack {
  endpoint: Endpoint;
  gateway: Gateway;
  control: LocalControl;
  signIn: OperatorSignIn | undefined;
  secrets: SecretStore;
  mappings: RunnableMapping[];
  schedules: Schedules;
  stop(): void;
}

/** Throws RefusedError for whatever in the template has no local counterpart. */
export async function buildStack({ stacks, dynamoDbUrl, ...options }: StackOptions): Promise<BuiltStack> {
  const { account, settings, tell } = options;
  const resources = createResources(stacks.resources);
  const api = readApi(resources);
  const operators = api?.authorizers.find(({ name }) => name === 'operators');
  const variables = { ...options.runtime.variables };
  if (operators) {
    // Whoever the template names, operators sign in on this machine.
    operators.issuer = operatorIssuerUrl(account.apiUrl);
    variables.CONSOLE_ISSUER = operators.issuer;
    variables.CONSOLE_ORIGINS = account.apiUrl;
  }
  const core = await buildCore({
    ...options,
    runtime: { ...options.runtime, variables },
    resources,
    resolved: stacks.resources,
  });
  const buckets = resources.claim('AWS::S3::Bucket', bucketSchema).map((each) => each.ref);
  const objects = createObjectStore(
    buckets,
    settings.persist ? join(settings.localDirectory, 'objects') : undefined,
  );
  const secrets = createSecretStore(resources);
  const busNames = readBuses(resources);
  const rules = readRules(resources);
  const letterQueues = findLetterQueues(core.queues, rules, core.functions);
  const bus = createEventBus(rules, core.delivery, core.queues, tell);
  const schedules = readSchedules(resources, core.roles, core.delivery, tell);
  const issuers = await Promise.all((api?.authorizers ?? []).map(createTokenIssuer));
  const operatorIssuer = issuers.find(({ name }) => name === 'operators');
  const streams = await createTables(resources, dynamoDbUrl);
  const mappings = await buildMappings(resources, core, {
    streams,
    objects,
    dynamoDbUrl,
    retentionMs: settings.streamRetentionMs,
    tell,
  });
  resources.refuseUnclaimed();

  const mails: Mail[] = [];
  const dynamodb = dynamoDbService(dynamoDbUrl, account, () => streams);
  return {
    secrets,
    mappings,
    schedules,
    stop: () => core.invoker.stop(),
    signIn: operatorIssuer && operatorSignIn(account.apiUrl, operatorIssuer),
    gateway: api
      ? createGateway({ api, account, issuers, tell, invoker: core.invoker, authorize: core.authorize })
      : async () => refusal(404, 'Not Found'),
    endpoint: {
      callers: core.callers,
      authorize: core.authorize,
      faults: core.faults,
      tell,
      services: {
        dynamodb,
        events: eventsService(bus, busNames, account),
        lambda: lambdaService(core.invoker, core.invokeLater),
        s3: s3Service(objects),
        secretsmanager: secretsService(secrets),
        ses: sesService(mails, account, tell),
        sqs: sqsService(core.queues),
        sts: stsService(account),
      },
    },
    control: {
      bus,
      mails,
      issuers,
      invocations: core.invoker.invocations,
      faults: core.faults,
      deadLetters: () => deadLetters(letterQueues, buckets, objects),
      expireStreams: () => mappings.forEach((mapping) => void mapping.expire()),
      ownerClaim: String(stacks.outputs.OwnerClaim ?? 'sub'),
    },
  };
}
