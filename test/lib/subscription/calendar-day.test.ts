import fc from 'fast-check';
import { dayInOneHour, isCalendarDay } from '../../../lib/subscription/calendar-day';

const HOUR = 3600_000;
const at = (time: string) => Date.parse(time);

describe('dayInOneHour', () => {
  it.each([
    ['2026-03-01T22:59:59Z', 'UTC', '2026-03-01'],
    ['2026-03-01T23:00:00Z', 'UTC', '2026-03-02'],
    ['2026-12-31T23:30:00Z', 'UTC', '2027-01-01'],
    ['2026-02-28T23:30:00Z', 'UTC', '2026-03-01'],
    ['2028-02-28T23:30:00Z', 'UTC', '2028-02-29'],
    // East and west of the date line.
    ['2026-03-01T09:30:00Z', 'Pacific/Kiritimati', '2026-03-02'],
    ['2026-03-01T09:30:00Z', 'Pacific/Pago_Pago', '2026-02-28'],
    // Samoa had no 30 December 2011.
    ['2011-12-30T08:59:00Z', 'Pacific/Apia', '2011-12-29'],
    ['2011-12-30T09:01:00Z', 'Pacific/Apia', '2011-12-31'],
    // Half and quarter hours.
    ['2026-03-01T17:15:00Z', 'Asia/Kathmandu', '2026-03-02'],
    ['2026-03-01T17:14:00Z', 'Asia/Kathmandu', '2026-03-01'],
    // The clock goes back at 02:00 in New York on 1 November 2026: midnight is at 04:00 UTC before it, 05:00 after.
    ['2026-11-01T03:00:00Z', 'America/New_York', '2026-11-01'],
    ['2026-11-02T03:59:00Z', 'America/New_York', '2026-11-01'],
    ['2026-11-02T04:00:00Z', 'America/New_York', '2026-11-02'],
    // It goes forward at midnight in Beirut: 29 March 2026 begins at 01:00.
    ['2026-03-28T20:59:00Z', 'Asia/Beirut', '2026-03-28'],
    ['2026-03-28T21:00:00Z', 'Asia/Beirut', '2026-03-29'],
  ])('%s in %s is %s', (time, timeZone, day) => {
    expect(dayInOneHour(at(time), timeZone)).toBe(day);
  });

  const zones = [
    'UTC',
    'Europe/Warsaw',
    'Europe/London',
    'America/New_York',
    'America/Sao_Paulo',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
    'Pacific/Chatham',
  ];
  const moments = fc.integer({ min: at('1990-01-01T00:00:00Z'), max: at('2037-12-31T00:00:00Z') });

  it('is what the offset of the zone at that moment says', () => {
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (now, timeZone) => {
        const then = now + HOUR;
        const shifted = new Date(then + offsetOf(then, timeZone)).toISOString().slice(0, 10);
        expect(dayInOneHour(now, timeZone)).toBe(shifted);
      }),
    );
  });

  it('never goes back as time goes on, whatever clocks do', () => {
    fc.assert(
      fc.property(moments, fc.nat(3 * HOUR), fc.constantFrom(...zones), (now, later, timeZone) => {
        expect(dayInOneHour(now + later, timeZone) >= dayInOneHour(now, timeZone)).toBe(true);
      }),
    );
  });
});

/** By another way than that of the code: the offset in words, such as `GMT+05:45`. */
function offsetOf(time: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const words = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d+):?(\d*)/.exec(words) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

describe('isCalendarDay', () => {
  it.each(['2026-02-28', '2028-02-29', '2000-02-29', '2026-12-31', '0001-01-01', '9999-12-31'])(
    'takes %s',
    (day) => {
      expect(isCalendarDay(day)).toBe(true);
    },
  );

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-00-01',
    '2026-13-01',
    '2026-01-00',
    '0000-01-01',
    '2026-1-1',
    '26-01-01',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '2026/01/01',
    '٢٠٢٦-٠١-٠١',
    'tomorrow',
    '',
  ])('refuses %j', (day) => {
    expect(isCalendarDay(day)).toBe(false);
  });

  it('takes every day that there is', () => {
    const days = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(days, (date) => isCalendarDay(date.toISOString().slice(0, 10))));
  });
});
