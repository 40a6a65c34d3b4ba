/** Waits that keep no process alive and can all be given up at once. */
export class Timers {
  private readonly running = new Set<NodeJS.Timeout>();

  /** Resolves after a while, or never if the waits are given up. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.running.delete(timer);
        resolve();
      }, ms);
      timer.unref();
      this.running.add(timer);
    });
  }

  giveUp(): void {
    for (const timer of this.running) clearTimeout(timer);
    this.running.clear();
  }
}
