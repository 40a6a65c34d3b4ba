import { readCommandLine, UsageError } from '../../../infra/cli/command-line';
import { COMMANDS } from '../../../lib/command/command';

const read = (text: string) => readCommandLine(text.split(' ').filter(Boolean));

describe('readCommandLine', () => {
  it('reads a command and its wishes', () => {
    expect(read('sweep')).toEqual({
      ...{
        name: 'sweep',
        stack: null,
        dryRun: false,
        limit: null,
        olderThan: null,
        json: false,
        domain: null,
      },
    });
    expect(read('sweep --dry-run --limit 5 --older-than 60 --json --stack aa-stripe-prod')).toEqual({
      ...{
        name: 'sweep',
        stack: 'aa-stripe-prod',
        dryRun: true,
        limit: 5,
        olderThan: 60,
        json: true,
        domain: null,
      },
    });
  });

  it.each(COMMANDS)('knows %s', (name) => {
    expect(read(name).name).toBe(name);
  });

  it('takes a domain and a patience for check-pending-webhooks', () => {
    expect(read('check-pending-webhooks --older-than 0 --domain shop.example')).toMatchObject({
      olderThan: 0,
      domain: 'shop.example',
    });
  });

  it.each([
    ['', 'Give one command.'],
    ['sweep sweep', 'Give one command.'],
    ['charge', 'There is no command "charge".'],
    ['sweep --limit 0', '--limit must be a whole number from 1, not "0".'],
    ['sweep --limit 1.5', '--limit must be a whole number'],
    ['sweep --limit ten', '--limit must be a whole number'],
    // In Node's own words, which jest's sandbox keeps from being an Error of ours.
    ['sweep --dryrun', ''],
    ['recover-operations --older-than 5', '--older-than'],
    ['sweep --older-than soon', '--older-than'],
    ['sweep --domain shop.example', '--domain'],
  ])('refuses "%s", saying: %s', (text, message) => {
    expect(() => read(text)).toThrow(UsageError);
    expect(() => read(text)).toThrow(message);
  });
});
