import type { Tone } from './tone';

/** A state in words; the colour only repeats them. */
export function Chip({ tone, children }: { tone: Tone; children: string }) {
  return <span class={`chip chip-${tone}`}>{children.replaceAll('_', ' ')}</span>;
}
