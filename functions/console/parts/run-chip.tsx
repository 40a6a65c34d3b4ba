import { isTrue, type Row, textOf } from '../api/row';
import { Chip } from './chip';
import type { Tone } from './tone';

const TONES: Record<string, Tone> = { running: 'wait', succeeded: 'good', failed: 'bad', broken_off: 'bad' };

export function RunChip({ run }: { run: Row }) {
  const status = textOf(run, 'status') ?? '';
  return (
    <Chip tone={TONES[status] ?? 'plain'}>{isTrue(run, 'dry_run') ? `${status}, dry run` : status}</Chip>
  );
}
