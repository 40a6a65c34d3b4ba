import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import type { SimulatedTime } from './simulated-time';

/** The function's process ended: nobody will ever answer for it. */
export class ProcessEndedError extends Error {
  override readonly name = 'ProcessEndedError';
}

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

export interface ProcessOptions {
  name: string;
  /** Folder with the functions' bundles. */
  bundles: string;
  environment: Record<string, string>;
  time: SimulatedTime;
  /** Told of every line that the function logs. */
  log(line: string): void;
}

/** Header that tells the wire which process a request comes from. */
export const PROCESS_HEADER = 'x-process';

/**
 * A function's real bundle, loaded as a process of its own would load it: with its own environment, clock and timers,
 * and with every request that it sends out marked as its own. It can end at any moment.
 */
export class FunctionProcess {
  readonly id = randomUUID();
  readonly name: string;
  isEnded = false;
  /** Requests that have left and are not answered. */
  underWay = 0;
  private readonly time: SimulatedTime;
  private readonly handler: Handler;
  private end!: (error: ProcessEndedError) => void;
  private readonly ended = new Promise<never>((_, reject) => {
    this.end = reject;
  });

  constructor(options: ProcessOptions) {
    this.name = options.name;
    this.time = options.time;
    this.ended.catch(() => {});
    this.handler = this.load(options);
  }

  /** @throws ProcessEndedError; whatever the handler throws */
  async invoke(event: unknown, timeoutMs: number): Promise<unknown> {
    const deadline = this.time.now() + timeoutMs;
    const context = { getRemainingTimeInMillis: () => deadline - this.time.now() };
    let isSettled = false;
    const result = Promise.race([this.handler(structuredClone(event), context), this.ended]);
    const settle = () => {
      isSettled = true;
    };
    result.then(settle, settle);
    let idle = 0;
    while (!isSettled) {
      await new Promise(setImmediate);
      idle = this.underWay > 0 ? 0 : idle + 1;
      // Nothing is on the wire and nothing has moved for some turns: it waits for time to pass.
      if (idle > PATIENCE_TURNS && this.time.next()) idle = 0;
    }
    return result;
  }

  /** Ends the process where it stands: it sends nothing more, and gets no answer. */
  kill(): void {
    this.isEnded = true;
    this.end(new ProcessEndedError(`${this.name} ended`));
  }

  private load({ bundles, name, environment, time, log }: ProcessOptions): Handler {
    const folder = join(bundles, name);
    const ownProcess: unknown = Object.create(process, { env: { value: environment } });
    const setTimer = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      Object.assign(
        time.set(() => this.isEnded || run(...args), ms),
        { unref() {}, ref() {}, hasRef: () => true },
      );
    const Log = consoleTo(log);
    const modules: Record<string, unknown> = {
      http: this.ownHttp(),
      process: ownProcess,
      console: { Console: Log },
      'timers/promises': {
        setTimeout: (ms: number) => new Promise<void>((resolve) => setTimer(() => resolve(), ms)),
      },
    };
    // What lies beside the bundle is a part of the process too.
    const requireModule = (id: string): unknown => {
      const beside = join(folder, 'node_modules', id, 'index.js');
      if (!id.startsWith('node:') && existsSync(beside)) modules[id] ??= run(beside);
      return modules[id.replace(/^node:/, '')] ?? require(id);
    };
    const globals = {
      require: requireModule,
      // What the SDK imports only when it needs it.
      importModule: async (id: string) => requireModule(id),
      process: ownProcess,
      console: new Log(),
      Date: time.Date,
      setTimeout: setTimer,
      clearTimeout: (timer: unknown) => time.clear(timer),
    };
    const run = (file: string): { handler?: Handler } => {
      const module: { exports: { handler?: Handler } } = { exports: {} };
      const given = { ...globals, module, exports: module.exports };
      compileFunction(sourceOf(file), Object.keys(given), { filename: file })(...Object.values(given));
      return module.exports;
    };
    const { handler } = run(join(folder, 'index.js'));
    if (!handler) throw new Error(`${name} exports no handler`);
    return handler;
  }

  /** Node's `http`, with requests that say whose they are and are counted while they are under way. */
  private ownHttp(): unknown {
    const own: Record<string, unknown> = {};
    for (const key of Object.getOwnPropertyNames(http)) {
      Object.defineProperty(own, key, {
        get: () => Reflect.get(http, key),
        configurable: true,
        enumerable: true,
      });
    }
    const request = (options: http.RequestOptions, onResponse?: (response: http.IncomingMessage) => void) => {
      const sent = http.request(
        { ...options, headers: { ...options.headers, [PROCESS_HEADER]: this.id } },
        onResponse,
      );
      this.underWay += 1;
      sent.once('close', () => {
        this.underWay -= 1;
      });
      return sent;
    };
    Object.defineProperty(own, 'request', { value: request, enumerable: true });
    return own;
  }
}

function consoleTo(log: (line: string) => void) {
  return class {
    debug = log;
    info = log;
    log = log;
    warn = log;
    error = log;
    trace = log;
  };
}

const PATIENCE_TURNS = 20;

const sources = new Map<string, string>();

function sourceOf(file: string): string {
  const known = sources.get(file) ?? readFileSync(file, 'utf8').replaceAll('import("', 'importModule("');
  sources.set(file, known);
  return known;
}
