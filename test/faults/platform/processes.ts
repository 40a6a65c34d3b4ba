import { environments, type FunctionName } from '../../../functions/environments';
import { FunctionProcess } from './function-process';
import { BUCKET, BUS, PARSE_MAX_RECEIVES, SECRET } from './services';
import type { SimulatedTime } from './simulated-time';
import type { Wire } from './wire';

export const TABLE = 'records';
export const MAIL_DOMAIN = 'example.com';
export const WEBHOOK_URL = 'https://api.example/aa-stripe/webhooks';

/** So few that a scene of some records goes through workers. */
const FAN_OUT_ABOVE = 2;

/** Processes of functions, kept warm from one invocation to the next as Lambda keeps them: one invocation each. */
export class Processes {
  private readonly idle = new Map<FunctionName, FunctionProcess[]>();

  constructor(
    private readonly parts: {
      bundles: string;
      wire: Wire;
      time: SimulatedTime;
      log(line: string): void;
    },
  ) {}

  /** Runs one invocation. @throws ProcessEndedError; whatever the handler throws */
  async invoke(name: FunctionName, event: unknown, timeoutMs: number): Promise<unknown> {
    const idle = this.idle.get(name) ?? [];
    this.idle.set(name, idle);
    const process = idle.pop() ?? this.start(name);
    try {
      return await process.invoke(event, timeoutMs);
    } finally {
      if (process.isEnded) this.parts.wire.processes.delete(process.id);
      else idle.push(process);
    }
  }

  private start(name: FunctionName): FunctionProcess {
    const { bundles, wire, time, log } = this.parts;
    const process = new FunctionProcess({ name, bundles, environment: environmentOf(name, wire), time, log });
    wire.processes.set(process.id, process);
    return process;
  }
}

function environmentOf(name: FunctionName, wire: Wire): Record<string, string> {
  const values: Record<string, string> = {
    TABLE_NAME: TABLE,
    PAYLOAD_BUCKET: BUCKET,
    STRIPE_SECRET_ARN: SECRET,
    STRIPE_RATE: '1000',
    STRIPE_ENDPOINT_RATE: '1000',
    BUS_NAME: BUS,
    RAW_DATA_ON_BUS: 'true',
    LIVEMODE: 'false',
    OWNER_CLAIM: 'sub',
    TIME_ZONE: 'UTC',
    PARSE_QUEUE_URL: `${wire.aws}/000000000000/parse`,
    PARSE_DEAD_LETTERS_URL: `${wire.aws}/000000000000/dead-letters`,
    WORK_DEAD_LETTERS_URL: `${wire.aws}/000000000000/dead-letters`,
    WORK_QUEUE_URL: `${wire.aws}/000000000000/work`,
    FAN_OUT_ABOVE: String(FAN_OUT_ABOVE),
    FAN_OUT_WORKERS: '2',
    PARSE_MAX_RECEIVES: String(PARSE_MAX_RECEIVES),
    COMMAND_PREFIX: 'platform',
    WEBHOOK_URL,
    PENDING_WEBHOOKS_THRESHOLD: '1',
    STAGE: 'test',
    DOMAIN: 'shop.example',
    WEBHOOK_BODY_DAYS: '31',
    MAIL_DOMAIN,
  };
  return {
    ...Object.fromEntries(environments[name].map((variable) => [variable, values[variable] ?? ''])),
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'platform',
    AWS_SECRET_ACCESS_KEY: 'platform',
    AWS_ENDPOINT_URL: wire.aws,
    AWS_LAMBDA_FUNCTION_NAME: name,
    STRIPE_API_BASE: wire.stripe,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
