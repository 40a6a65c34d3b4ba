import { printStatus } from '../../../infra/cli/print-status';
import { isOf } from '../../../infra/cli/read-aws-status';
import { bad, ok } from '../../../lib/status/line';

const same = (text: string) => text;

describe('printStatus', () => {
  it('puts what to do below what is wrong', () => {
    const lines = [ok('charging', 'runs'), bad('dead letters', '2 webhooks were given up', 'replay them')];
    const status = { stack: 'aa-stripe-prod', livemode: true, time: '2027-03-01T03:00:00.000Z', lines };
    const colours = { green: same, yellow: same, red: (text: string) => `!${text}`, dim: same };
    expect(printStatus({ ...status, state: 'BAD' }, colours).split('\n')).toEqual([
      'aa-stripe-prod, livemode true, 2027-03-01T03:00:00.000Z',
      '',
      'OK    charging      runs',
      '!BAD   dead letters  2 webhooks were given up',
      '                    → replay them',
      '',
    ]);
  });
});

describe('isOf', () => {
  it.each([
    ['aa-stripe-prod-AlarmsPublishingLate1A2B3C4D-5E6F7G8H9I0J', true],
    ['aa-stripe-prod-2-AlarmsPublishingLate1A2B3C4D-5E6F7G8H9I0J', false],
  ])('tells whether %s is an alarm of aa-stripe-prod: %s', (alarm, expected) => {
    expect(isOf('aa-stripe-prod', alarm)).toBe(expected);
  });
});
