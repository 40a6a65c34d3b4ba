import { readRestoreLine } from '../../../infra/cli/restore-line';
import { UsageError } from '../../../infra/cli/usage';

const read = (text: string) => readRestoreLine(text.split(' '));
const NEEDED = '--from-table t --point 2027-01-31T12:00:00Z';

describe('readRestoreLine', () => {
  it('reads what is restored, and into what', () => {
    expect(
      read(`${NEEDED} --from-region eu-west-1 --stack aa-stripe-prod --wait 60 --dry-run --json`),
    ).toEqual({
      fromTable: 't',
      fromRegion: 'eu-west-1',
      point: Date.UTC(2027, 0, 31, 12),
      stack: 'aa-stripe-prod',
      wait: 60_000,
      dryRun: true,
      json: true,
    });
    expect(read(NEEDED)).toMatchObject({ fromRegion: null, stack: null, wait: 1_800_000, dryRun: false });
  });

  it.each([
    ['--point 2027-01-31T12:00:00Z', 'Give --from-table.'],
    ['--from-table t', '--point must be a time'],
    ['--from-table t --point yesterday', '--point must be a time'],
    [`${NEEDED} --wait soon`, '--wait must be a number of seconds.'],
    [`${NEEDED} --force`, ''],
  ])('refuses %s', (text, words) => {
    expect(() => read(text)).toThrow(UsageError);
    expect(() => read(text)).toThrow(words);
  });
});
