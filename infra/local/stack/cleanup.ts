/** Things to undo, newest first, whatever happens to the others. */
export interface Cleanup {
  add(undo: () => unknown): void;
  run(): Promise<void>;
}

export function createCleanup(): Cleanup {
  const undos: (() => unknown)[] = [];
  return {
    add: (undo) => void undos.push(undo),
    async run() {
      for (let undo = undos.pop(); undo; undo = undos.pop()) {
        try {
          await undo();
        } catch {
          // The rest must still be undone.
        }
      }
    },
  };
}
