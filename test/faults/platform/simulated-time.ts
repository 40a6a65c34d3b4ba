interface Timer {
  due: number;
  run(): void;
}

/**
 * The time that functions on the platform live in: it stands still while anything happens, and jumps to the next timer
 * when nothing else can. So a back-off of minutes costs nothing, and every run sees the same times.
 */
export class SimulatedTime {
  private ms = Date.UTC(2027, 0, 4, 9);
  private timers: Timer[] = [];
  /** `Date` as functions see it. */
  readonly Date: DateConstructor;

  constructor() {
    const now = () => this.ms;
    this.Date = class extends Date {
      constructor(...values: unknown[]) {
        // @ts-expect-error: whatever the constructor of dates takes
        super(...(values.length === 0 ? [now()] : values));
      }
      static override now() {
        return now();
      }
    } as DateConstructor;
  }

  now = (): number => this.ms;

  advance(ms: number): void {
    this.ms += ms;
  }

  set(run: () => void, ms: number): Timer {
    const timer = { due: this.ms + Math.max(0, ms), run };
    this.timers.push(timer);
    return timer;
  }

  clear(timer: unknown): void {
    this.timers = this.timers.filter((each) => each !== timer);
  }

  /** Jumps to the earliest timer and runs it. False if there is none. */
  next(): boolean {
    const [first] = this.timers.toSorted((a, b) => a.due - b.due);
    if (!first) return false;
    this.clear(first);
    this.ms = Math.max(this.ms, first.due);
    first.run();
    return true;
  }

  /** Drops what processes that are gone were waiting for. */
  forget(): void {
    this.timers = [];
  }
}
