/** The time of the account, which can be moved apart from the wall clock. */
export class Clock {
  private offsetMs = 0;

  constructor(private readonly wallClock: () => number) {}

  /** Epoch milliseconds. */
  nowMs(): number {
    return this.wallClock() + this.offsetMs;
  }

  /** Epoch seconds, as Stripe's objects have them. */
  now(): number {
    return Math.floor(this.nowMs() / 1_000);
  }

  /** Runs something as if it were another time (epoch seconds). */
  at(seconds: number, run: () => void): void {
    const { offsetMs } = this;
    this.set(seconds);
    try {
      run();
    } finally {
      this.offsetMs = offsetMs;
    }
  }

  advance(seconds: number): void {
    this.offsetMs += seconds * 1_000;
  }

  set(seconds: number): void {
    this.offsetMs = seconds * 1_000 - this.wallClock();
  }

  reset(): void {
    this.offsetMs = 0;
  }
}
