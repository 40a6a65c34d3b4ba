import type { Status } from '../../lib/status/judge-status';
import type { LineState } from '../../lib/status/line';

export interface Colours {
  green(text: string): string;
  yellow(text: string): string;
  red(text: string): string;
  dim(text: string): string;
}

/** A status as people read it: a line each, and below it what to do. */
export function printStatus({ stack, livemode, time, lines }: Status, colours: Colours): string {
  const paint: Record<LineState, (text: string) => string> = {
    OK: colours.green,
    LOOK: colours.yellow,
    BAD: colours.red,
  };
  const width = Math.max(...lines.map(({ name }) => name.length));
  const shown = lines.flatMap(({ name, state, text, hint }) => [
    `${paint[state](state.padEnd(4))}  ${name.padEnd(width)}  ${text}`,
    ...(hint === null ? [] : [colours.dim(`${' '.repeat(width + 8)}→ ${hint}`)]),
  ]);
  return [`${stack}, livemode ${livemode}, ${time}`, '', ...shown, ''].join('\n');
}
