import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { AwsReply, AwsService } from '../../../infra/local/aws-endpoint/aws-service';
import type { Permission } from '../../../infra/local/iam/permission';
import type { Call, WireRequest } from './calls';
import { awsEnd, type End, stripeEnd } from './ends';
import type { Fault, FaultKind } from './faults';
import { type FunctionProcess, PROCESS_HEADER } from './function-process';
import type { Turns } from './turns';

/** What lies at the other end of the wire. */
export interface Ends {
  aws: Record<string, AwsService>;
  /** Base URL. */
  stripe: string;
}

export interface Wire {
  /** Base URLs for functions: of AWS, and of Stripe. */
  aws: string;
  stripe: string;
  processes: Map<string, FunctionProcess>;
  /** Begins a scene of its own: nothing has been called in it yet. */
  begin(ends: Ends): void;
  /** Where set, every call waits for its turn there before it is served. */
  turns: Pick<Turns, 'take'> | null;
  /** Where set, an answer becomes what it makes of it. */
  alter: ((url: string, answer: AwsReply) => AwsReply) | null;
  /** Whether calls are recorded, and faults strike. */
  isWatching: boolean;
  faults: Fault[];
  /** Every call of the scene, in order, while it was watched. */
  readonly calls: Call[];
  /** What functions needed to be allowed, over all scenes: each once, by what function and permission say. */
  readonly uses: ReadonlyMap<string, Use>;
  /** The faults that struck. */
  readonly struck: Fault[];
  close(): Promise<void>;
}

/** A permission that a function needed for a call. */
export interface Use {
  function: string;
  permission: Permission;
}

/** What a function gets for a call: an answer, or no answer at all. */
type Outcome = AwsReply | 'no-answer';

interface Scene {
  ends: Ends;
  calls: Call[];
  struck: Fault[];
  counts: Map<string, number>;
  /** The SDK repeats a call under one id; all its tries are one call, with one fault. */
  tries: Map<string, FaultKind | null>;
}

/**
 * The one way by which functions reach anything outside. It numbers their calls by function and operation, and lets
 * chosen ones go wrong; whatever a function calls is found here without anybody listing it.
 */
export async function openWire(): Promise<Wire> {
  let scene: Scene = {
    ends: { aws: {}, stripe: '' },
    calls: [],
    struck: [],
    counts: new Map(),
    tries: new Map(),
  };
  const processes = new Map<string, FunctionProcess>();
  const uses = new Map<string, Use>();

  /** Which fault strikes this call, if any; null for a further try that is to pass. */
  const judge = (process: FunctionProcess, operation: string, tryOf: string | undefined) => {
    const key = `${process.name} ${operation}`;
    const known = tryOf === undefined ? undefined : scene.tries.get(tryOf);
    if (known !== undefined) return { kind: known, isFirst: false };
    const nth = wire.isWatching ? (scene.counts.get(key) ?? 0) + 1 : 0;
    if (wire.isWatching) {
      scene.counts.set(key, nth);
      scene.calls.push({ function: process.name, operation, nth });
    }
    const fault = wire.faults.find(
      (each) => each.function === process.name && each.operation === operation && each.nth === nth,
    );
    if (fault && nth > 0) scene.struck.push(fault);
    const kind = nth > 0 && fault ? fault.kind : null;
    if (tryOf !== undefined) scene.tries.set(tryOf, kind);
    return { kind, isFirst: true };
  };

  const serve = async (message: IncomingMessage, end: End): Promise<Outcome> => {
    const process = processes.get(String(message.headers[PROCESS_HEADER]));
    const wireRequest: WireRequest = {
      method: message.method ?? '',
      url: message.url ?? '',
      headers: message.headers,
      body: await buffer(message),
    };
    if (!process || process.isEnded) return 'no-answer';
    await wire.turns?.take(process);
    for (const permission of end.permissionsOf(wireRequest)) {
      const use = { function: process.name, permission };
      uses.set(JSON.stringify(use), use);
    }
    const tryOf = message.headers['amz-sdk-invocation-id']?.toString();
    const { kind, isFirst } = judge(process, end.operationOf(wireRequest), tryOf);
    switch (kind) {
      case 'fails-before':
        return end.fail(wireRequest, 'before');
      case 'fails-after':
        return end.fail(wireRequest, isFirst ? 'after' : 'before');
      case 'throttled':
        return end.throttled;
      case 'times-out':
        if (!isFirst) return end.send(wireRequest);
        await end.send(wireRequest);
        return 'no-answer';
      case 'ends-before':
        process.kill();
        return 'no-answer';
      case 'ends-after':
        await end.send(wireRequest);
        process.kill();
        return 'no-answer';
      case null: {
        const answer = await end.send(wireRequest);
        return wire.alter?.(wireRequest.url, answer) ?? answer;
      }
    }
  };

  const aws = await listen((message) =>
    serve(
      message,
      awsEnd(() => scene.ends.aws),
    ),
  );
  const stripe = await listen((message) =>
    serve(
      message,
      stripeEnd(() => scene.ends.stripe),
    ),
  );

  const wire: Wire = {
    aws: aws.url,
    stripe: stripe.url,
    processes,
    begin: (ends) => {
      wire.faults = [];
      wire.isWatching = false;
      wire.turns = null;
      wire.alter = null;
      scene = { ends, calls: [], struck: [], counts: new Map(), tries: new Map() };
    },
    turns: null,
    alter: null,
    isWatching: false,
    faults: [],
    uses,
    get calls() {
      return scene.calls;
    },
    get struck() {
      return scene.struck;
    },
    close: async () => {
      await Promise.all([aws.close(), stripe.close()]);
    },
  };
  return wire;
}

async function listen(answer: (message: IncomingMessage) => Promise<Outcome>) {
  const server = createServer((message, response) => {
    answer(message).then(
      (outcome) => reply(response, outcome),
      (error: unknown) => reply(response, { status: 599, body: String(error) }),
    );
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(response: ServerResponse, outcome: Outcome): void {
  if (outcome === 'no-answer') {
    response.destroy();
    return;
  }
  response.writeHead(outcome.status, outcome.headers);
  response.end(outcome.body);
}
