import { Presets, SingleBar } from 'cli-progress';
import type { Summary } from '../../lib/command/command';

/** Shows how a run gets on, on standard error. */
export interface Progress {
  /** `due`: how many records there are; null if only the run itself can tell. */
  begin(due: number | null): void;
  advance(summary: Summary): void;
  end(): void;
}

/** How often progress is shown, at most. */
const SHOWN_EVERY_MS = 500;

/** For whoever is told after each record. */
export function nowAndThen(progress: Progress): (soFar: Summary) => void {
  let shown = Date.now();
  return (soFar) => {
    if (Date.now() - shown < SHOWN_EVERY_MS) return;
    shown = Date.now();
    progress.advance(soFar);
  };
}

/** A bar on a terminal, a line a part elsewhere. */
export function showProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): Progress {
  const shown = new SingleBar(
    { stream, format: '{bar} {value}/{total} | {failed} failed | {duration_formatted}', etaBuffer: 50 },
    Presets.shades_classic,
  );
  let total = 0;
  return {
    begin: (due) => {
      total = due ?? 0;
      shown.start(total, 0, { failed: 0 });
    },
    advance: ({ processed, failed }) => {
      // More may become due while it runs.
      if (processed > total) {
        total = processed;
        shown.setTotal(total);
      }
      shown.update(processed, { failed });
    },
    end: () => shown.stop(),
  };
}

function lines(stream: NodeJS.WriteStream): Progress {
  let of = '';
  return {
    begin: (due) => {
      of = due === null ? '' : ` of ${due}`;
    },
    advance: ({ processed, failed }) => {
      stream.write(`${processed}${of} processed, ${failed} failed …\n`);
    },
    end: () => {},
  };
}
