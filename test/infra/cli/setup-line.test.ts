import { readSetupLine } from '../../../infra/cli/setup-line';
import { readStatusLine } from '../../../infra/cli/status-line';
import { UsageError } from '../../../infra/cli/usage';

const read = (text: string) => readSetupLine(text.split(' ').filter(Boolean));

describe('readSetupLine', () => {
  it('wishes nothing by default', () => {
    expect(read('')).toEqual({
      ...{ stack: null, rotateKey: false, rotateWebhookSecret: false, finishRotation: false },
      ...{
        forgetOtherSecrets: false,
        events: [],
        adminEmails: null,
        senderEmail: null,
        since: null,
        dryRun: false,
        json: false,
      },
    });
  });

  it('reads what is to be set up', () => {
    const text =
      '--stack aa-stripe-prod --events payout.paid,balance.available --events file.created --all-events';
    expect(
      read(`${text} --admin-email a@b.example --admin-email c@b.example --sender-email s@b.example`),
    ).toMatchObject({
      stack: 'aa-stripe-prod',
      events: ['payout.paid', 'balance.available', 'file.created', '*'],
      adminEmails: ['a@b.example', 'c@b.example'],
      senderEmail: 's@b.example',
    });
    expect(read('--rotate-key --rotate-webhook-secret --dry-run --json')).toMatchObject({
      ...{ rotateKey: true, rotateWebhookSecret: true, dryRun: true, json: true },
    });
    expect(read('--finish-rotation --forget-other-secrets')).toMatchObject({
      ...{ finishRotation: true, forgetOtherSecrets: true },
    });
  });

  it.each([
    ['--events charge.*', '--events takes types'],
    ['--events *', '--all-events for all'],
    ['--admin-email nobody', 'take e-mail addresses'],
    ['--finish-rotation --rotate-key', '--rotate-key does not go with --finish-rotation.'],
    ['--forget-other-secrets', 'goes with --finish-rotation only'],
    // In Node's own words, which jest's sandbox keeps from being an Error of ours.
    ['--api-key', ''],
  ])('refuses "%s", saying: %s', (text, message) => {
    expect(() => read(text)).toThrow(UsageError);
    expect(() => read(text)).toThrow(message);
  });

  it('I8: refuses a key on the command line without repeating it', () => {
    expect(() => read('sk_live_hidden')).toThrow('never stands on the command line');
    expect(() => read('sk_live_hidden')).not.toThrow('hidden');
    expect(() => read('--admin-email sk_live_hidden')).not.toThrow('hidden');
  });
});

describe('readStatusLine', () => {
  it('reads a stack, and refuses all else', () => {
    expect(readStatusLine(['--stack', 'aa-stripe-prod', '--json'])).toEqual({
      stack: 'aa-stripe-prod',
      json: true,
    });
    expect(() => readStatusLine(['now'])).toThrow(UsageError);
  });
});
