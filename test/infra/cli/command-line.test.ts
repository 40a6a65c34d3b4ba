import { readCommandLine } from '../../../infra/cli/command-line';
import { UsageError } from '../../../infra/cli/usage';
import { COMMANDS } from '../../../lib/command/command';

/** What a command does not run without. */
const NEEDED: Record<string, string> = {
  'replay-webhooks': '--failed',
  'erase-owner': '--owner u1',
  'export-owner': '--owner u1',
};

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
        webhooks: null,
        owner: null,
        out: null,
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
        webhooks: null,
        owner: null,
        out: null,
      },
    });
  });

  it.each(COMMANDS)('knows %s', (name) => {
    expect(read(`${name} ${NEEDED[name] ?? ''}`).name).toBe(name);
  });

  it('reads which webhooks are to be replayed', () => {
    const choice = '--failed --type invoice.* --type a.b,c.d --since 2027-01-31 --force --rate 2.5';
    expect(read(`replay-webhooks ${choice}`).webhooks).toEqual({
      ids: [],
      failed: true,
      types: ['invoice.*', 'a.b', 'c.d'],
      since: '2027-01-31T00:00:00.000Z',
      force: true,
      rate: 2.5,
    });
    expect(read('replay-webhooks --ids evt_1,evt_2').webhooks).toMatchObject({
      ids: ['evt_1', 'evt_2'],
      rate: 20,
      force: false,
    });
  });

  it('reads whom it is about, and where the document goes', () => {
    expect(read('erase-owner --owner u1 --dry-run')).toMatchObject({ owner: 'u1', out: null, dryRun: true });
    expect(read('export-owner --owner u1 --out x.json')).toMatchObject({ owner: 'u1', out: 'x.json' });
    expect(read('export-owner --owner office/../1').out).toBe('export-office_.._1.json');
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
    ['erase-owner', 'erase-owner needs --owner OWNER.'],
    ['export-owner --owner=', 'export-owner needs --owner OWNER.'],
    ['sweep --owner u1', '--owner goes with erase-owner and export-owner only.'],
    ['erase-owner --owner u1 --out x.json', '--out goes with export-owner only.'],
    ['erase-owner --owner u1 --limit 5', 'it takes no --limit'],
    ['sweep --failed', '--failed goes with replay-webhooks only.'],
    ['replay-webhooks', 'Say which webhooks'],
    ['replay-webhooks --force', 'Say which webhooks'],
    ['replay-webhooks --ids evt_1 --failed', 'ids go with no other choice.'],
    ['replay-webhooks --ids evt/1', 'ids: not the id of an event.'],
    ['replay-webhooks --type *', 'types: an event type'],
    ['replay-webhooks --since soon', 'since: a time'],
    ['replay-webhooks --failed --rate 0', 'rate: from 0.1.'],
    ['replay-webhooks --failed --rate fast', ''],
  ])('refuses "%s", saying: %s', (text, message) => {
    expect(() => read(text)).toThrow(UsageError);
    expect(() => read(text)).toThrow(message);
  });
});
