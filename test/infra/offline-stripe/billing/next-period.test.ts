import { addIntervals, periodEndAfter } from '../../../../infra/offline-stripe/billing/next-period';

const time = (text: string) => Date.parse(text) / 1_000;
const recurring = (interval: 'day' | 'week' | 'month' | 'year', interval_count = 1) => ({
  interval,
  interval_count,
  meter: null,
  trial_period_days: null,
  usage_type: 'licensed' as const,
});

describe('periods', () => {
  it.each([
    ['2027-01-31T12:00:00Z', 'month', 1, '2027-02-28T12:00:00Z'],
    ['2027-01-31T12:00:00Z', 'month', 2, '2027-03-31T12:00:00Z'],
    ['2027-01-31T12:00:00Z', 'month', 13, '2028-02-29T12:00:00Z'],
    ['2028-02-29T00:00:01Z', 'year', 1, '2029-02-28T00:00:01Z'],
    ['2027-01-31T12:00:00Z', 'week', 2, '2027-02-14T12:00:00Z'],
    ['2027-12-31T12:00:00Z', 'day', 1, '2028-01-01T12:00:00Z'],
  ] as const)('%s and %s × %i', (from, interval, count, to) => {
    expect(addIntervals(time(from), interval, count)).toBe(time(to));
  });

  it('keep the day of their anchor after a short month', () => {
    const anchor = time('2027-01-31T12:00:00Z');
    const february = time('2027-02-28T12:00:00Z');
    expect(periodEndAfter(anchor, anchor, recurring('month'))).toBe(february);
    expect(periodEndAfter(anchor, february, recurring('month'))).toBe(time('2027-03-31T12:00:00Z'));
  });

  it('are found long after the anchor', () => {
    const anchor = time('2000-01-31T00:00:00Z');
    const late = time('2030-05-02T00:00:00Z');
    expect(periodEndAfter(anchor, late, recurring('month', 3))).toBe(time('2030-07-31T00:00:00Z'));
    expect(periodEndAfter(anchor, late, recurring('year'))).toBe(time('2031-01-31T00:00:00Z'));
  });
});
