import type { FunctionProcess } from './function-process';

interface Waiting {
  process: FunctionProcess;
  go(): void;
}

/**
 * Lets several functions run at once in an order that somebody chose: every call waits, until all that run are waiting,
 * and then one of them is served. What happens is thus decided by the choices alone, and can be had again.
 */
export class Turns {
  private waiting: Waiting[] = [];
  private next = 0;

  /** `choices`: which of those that wait is served, turn by turn; the last ones go by arrival. */
  constructor(private readonly choices: readonly number[]) {}

  take(process: FunctionProcess): Promise<void> {
    return new Promise((go) => this.waiting.push({ process, go }));
  }

  /** Runs actors at once, to their end. Each is a function that makes its calls through functions on the platform. */
  async run(actors: (() => Promise<unknown>)[]): Promise<void> {
    let running = actors.length;
    const all = Promise.all(
      actors.map((actor) =>
        actor().finally(() => {
          running -= 1;
        }),
      ),
    );
    for (let quiet = 0; running > 0; ) {
      await new Promise(setImmediate);
      const isMoving = this.waiting.some(({ process }) => process.underWay > this.callsOf(process));
      quiet = isMoving || this.waiting.length === 0 ? 0 : quiet + 1;
      if (quiet < SETTLED_TURNS) continue;
      quiet = 0;
      // By name and arrival: sockets may bring them in any order.
      const choice = this.choices[this.next] ?? 0;
      this.next += 1;
      const [chosen] = this.waiting.splice(choice % this.waiting.length, 1);
      chosen?.go();
    }
    await all;
  }

  private callsOf(process: FunctionProcess): number {
    return this.waiting.filter((each) => each.process === process).length;
  }
}

/** Turns of the event loop after which nobody is on the way to the wire any more. */
const SETTLED_TURNS = 15;
