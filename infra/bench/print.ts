import { availableParallelism } from 'node:os';
import type { Spread } from './spread';

/** What was measured on, and how often. */
export function printMachine(rounds: number): void {
  const date = new Date().toISOString().slice(0, 10);
  console.log(
    `Node ${process.version}, ${process.arch}, ${availableParallelism()} cores, ${date}, ${rounds} interleaved runs each`,
  );
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The median, with the quartiles around it. */
export function spreadText({ median, low, high }: Spread): string {
  return `${round(median)} (${round(low)}–${round(high)})`;
}
