import { readImportLine } from '../../../infra/cli/import-line';
import { UsageError } from '../../../infra/cli/usage';

const read = (text: string) => readImportLine(text.split(' ').filter(Boolean));

describe('readImportLine', () => {
  it('reads a dump and how to take it', () => {
    expect(read('dump.json')).toEqual({
      ...{ file: 'dump.json', stack: null, owners: null, timeZone: null },
      ...{ live: false, dryRun: false, json: false },
    });
    expect(
      read(
        'dump.json --stack aa-stripe-prod --owners o.json --time-zone Europe/Warsaw --live --dry-run --json',
      ),
    ).toEqual({
      ...{ file: 'dump.json', stack: 'aa-stripe-prod', owners: 'o.json', timeZone: 'Europe/Warsaw' },
      ...{ live: true, dryRun: true, json: true },
    });
  });

  it.each([
    ['', 'Give one dump.'],
    ['a.json b.json', 'Give one dump.'],
    ['a.json --time-zone Mars/Base', '--time-zone must be like "Europe/Warsaw", not "Mars/Base".'],
    // In Node's own words, which jest's sandbox keeps from being an Error of ours.
    ['a.json --dryrun', ''],
  ])('refuses "%s", saying: %s', (text, message) => {
    expect(() => read(text)).toThrow(UsageError);
    expect(() => read(text)).toThrow(message);
  });
});
