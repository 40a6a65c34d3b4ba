import { environments, type FunctionName } from '../../../functions/environments';
import type { Queue } from '../../../infra/local/sqs/queue';
import { signatureHeader } from '../../../infra/offline-stripe/webhooks/sign';
import { httpEvent, type Request } from '../../fixtures/http-event';
import { Processes } from './processes';
import { openScene, type Scene } from './scene';
import { WEBHOOK_SECRET } from './services';
import { SimulatedTime } from './simulated-time';
import { openWire, type Wire } from './wire';

const HTTP_TIMEOUT_MS = 29_000;
const STREAM_TIMEOUT_MS = 60_000;
const QUEUE_TIMEOUT_MS = 120_000;
const WORK_TIMEOUT_MS = 300_000;
const COMMAND_TIMEOUT_MS = 900_000;
const STREAM_BATCH = 100;
const QUEUE_BATCH = 10;
/** A mapping goes on for hours, and Stripe for days; what still fails by then is a defect. */
const MOST_TRIES = 30;

export interface Answered {
  status: number;
  body: Record<string, unknown>;
}

/**
 * The product's own bundles, in this process, with what AWS and Stripe do around them: the gateway, the table's stream,
 * rule and queue, schedules, deliveries. Nothing happens by itself: whoever holds it says what goes on next.
 */
export class Platform {
  readonly time = new SimulatedTime();
  /** Which functions and routes have been called, over all scenes. */
  readonly seen = { functions: new Set<string>(), routes: new Set<string>() };
  /** What broke in this scene, for whoever looks for the reason of a failure. */
  readonly errors: string[] = [];
  /** Every line that functions logged in this scene. */
  readonly log: string[] = [];
  private readonly processes: Processes;
  private current: Scene | null = null;
  private streamPosition = 0;
  private delivered = new Set<string>();
  private lost: (event: { id: string }) => boolean = () => false;

  private constructor(
    bundles: string,
    readonly wire: Wire,
  ) {
    const log = (line: string) => void this.log.push(line);
    this.processes = new Processes({ bundles, wire, time: this.time, log });
  }

  /** `bundles`: the folder with the functions' bundles. */
  static async open(bundles: string): Promise<Platform> {
    return new Platform(bundles, await openWire());
  }

  async close(): Promise<void> {
    await this.current?.close();
    await this.wire.close();
  }

  get scene(): Scene {
    if (!this.current) throw new Error('No scene has begun.');
    return this.current;
  }

  /** An empty table, an empty Stripe, nothing under way. */
  async begin(): Promise<Scene> {
    await this.current?.close();
    // What processes remember of the last scene grows old: each asks for its secret anew.
    this.time.advance(3600_000);
    this.time.forget();
    const scene = await openScene(this.time);
    this.current = scene;
    this.streamPosition = 0;
    this.delivered = new Set();
    this.lost = () => false;
    this.errors.length = 0;
    this.log.length = 0;
    this.wire.begin({ aws: scene.services.byName, stripe: scene.stripeUrl });
    return scene;
  }

  /** Events that Stripe makes and no delivery brings. */
  lose(which: (event: { id: string }) => boolean): void {
    this.lost = which;
  }

  isLost(event: { id: string }): boolean {
    return this.lost(event);
  }

  /** The stream forgets what was not published yet. */
  forgetStream(): void {
    this.streamPosition += this.scene.changes(this.streamPosition, Number.MAX_SAFE_INTEGER).length;
  }

  /** A request through the gateway; a function that fails or ends is a 500. */
  async request(name: FunctionName, request: Request): Promise<Answered> {
    this.seen.routes.add(`${request.method} ${request.path}`);
    try {
      return readAnswer(await this.invoke(name, httpEvent(request), HTTP_TIMEOUT_MS));
    } catch {
      return { status: 500, body: {} };
    }
  }

  /** One run of a command as its schedule makes it. False if it failed. */
  async command(name: FunctionName, event: object = {}): Promise<boolean> {
    try {
      await this.invoke(name, event, COMMAND_TIMEOUT_MS);
      return true;
    } catch {
      return false;
    }
  }

  /** Delivers what Stripe has made, and lets stream and queue run until nothing is left that can run now. */
  async flow(): Promise<void> {
    for (let isBusy = true; isBusy; ) {
      isBusy = await this.deliver();
      isBusy = (await this.publish()) || isBusy;
      isBusy = (await this.parse()) || isBusy;
      isBusy = (await this.work()) || isBusy;
      isBusy = (await this.runAsked()) || isBusy;
    }
  }

  /** One delivery of an event, as Stripe makes it. */
  async deliverOnce(body: string): Promise<Answered> {
    const signature = signatureHeader(WEBHOOK_SECRET, body, Math.floor(this.time.now() / 1000));
    const headers = { 'stripe-signature': signature, 'content-type': 'application/json' };
    const path = '/aa-stripe/webhooks';
    return this.request('receive-webhook', { method: 'POST', path, headers, body });
  }

  /** Delivers an event again and again until it is answered 2xx. */
  async deliverEvent(body: string): Promise<void> {
    for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
      const { status } = await this.deliverOnce(body);
      if (status < 300) return;
      this.time.advance(60_000);
    }
  }

  /** The next batch of the stream, until it is through. False if there is none. */
  async publish(): Promise<boolean> {
    const records = this.scene.changes(this.streamPosition, STREAM_BATCH);
    this.streamPosition += records.length;
    // The filter of the template's mapping.
    let batch = records.filter(({ dynamodb }) => dynamodb.NewImage?.['gsi5pk'] !== undefined);
    for (let attempt = 1; batch.length > 0 && attempt <= MOST_TRIES; attempt += 1) {
      const failed = await this.failuresOf('publish-signals', { Records: batch }, STREAM_TIMEOUT_MS);
      const first = failed && batch.findIndex(({ dynamodb }) => failed.has(dynamodb.SequenceNumber));
      if (first === -1) break;
      batch = batch.slice(first ?? 0);
      this.time.advance(attempt * 1_000);
    }
    return records.length > 0;
  }

  /** One batch of the queue, or fewer messages; what fails stays. False if there is none. */
  async parse(most = QUEUE_BATCH): Promise<boolean> {
    return this.feed(this.scene.services.parseQueue, most, 'parse-webhooks', QUEUE_TIMEOUT_MS);
  }

  /** One part of a large run. False if there is none. */
  async work(): Promise<boolean> {
    return this.feed(this.scene.services.workQueue, 1, 'work-commands', WORK_TIMEOUT_MS);
  }

  private async feed(queue: Queue, most: number, name: FunctionName, timeoutMs: number): Promise<boolean> {
    const messages = queue.receive(most);
    if (messages.length === 0) return false;
    const Records = messages.map(({ messageId, receiptHandle, body, receiveCount }) => ({
      messageId,
      receiptHandle,
      body,
      attributes: { ApproximateReceiveCount: String(receiveCount) },
    }));
    const failed = await this.failuresOf(name, { Records }, timeoutMs);
    for (const { messageId, receiptHandle } of messages) {
      if (failed && !failed.has(messageId)) queue.delete(receiptHandle);
    }
    return true;
  }

  private async invoke(name: FunctionName, event: unknown, timeoutMs: number): Promise<unknown> {
    this.seen.functions.add(name);
    try {
      return await this.processes.invoke(name, event, timeoutMs);
    } catch (error) {
      this.errors.push(`${name}: ${String(error)}`);
      throw error;
    }
  }

  /** Which items of a batch failed; null if the function gave no answer, so that all did. */
  private async failuresOf(
    name: FunctionName,
    event: unknown,
    timeoutMs: number,
  ): Promise<Set<string> | null> {
    const answer = await this.invoke(name, event, timeoutMs).catch(() => null);
    if (answer === null) return null;
    const { batchItemFailures } = answer as { batchItemFailures: { itemIdentifier: string }[] };
    return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  }

  /** Stripe's events in the order they were made, each until it is answered 2xx. */
  private async deliver(): Promise<boolean> {
    const { data } = await this.scene.stripe.events.list({ limit: 100 });
    const due = data.toReversed().filter((event) => !this.delivered.has(event.id) && !this.lost(event));
    for (const event of due) {
      this.delivered.add(event.id);
      await this.deliverEvent(JSON.stringify(event));
    }
    return due.length > 0;
  }

  /** Runs what functions asked Lambda to run by itself. */
  private async runAsked(): Promise<boolean> {
    const asked = this.scene.services.invocations.splice(0);
    for (const { function: name, event } of asked) {
      if (name in environments) await this.command(name as FunctionName, event as object);
    }
    return asked.length > 0;
  }
}

function readAnswer(answer: unknown): Answered {
  const { statusCode, body } = answer as { statusCode: number; body?: string };
  return { status: statusCode, body: body ? JSON.parse(body) : {} };
}
