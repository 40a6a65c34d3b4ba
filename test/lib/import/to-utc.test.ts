import { toUtc } from '../../../lib/import/to-utc';

describe('toUtc', () => {
  it.each([
    ['2019-07-01T08:00:00Z', null, '2019-07-01T08:00:00.000Z'],
    ['2019-07-01T08:00:00.123Z', null, '2019-07-01T08:00:00.123Z'],
    ['2019-07-01 08:00:00.123456+02:00', null, '2019-07-01T06:00:00.123Z'],
    ['2019-07-01T08:00:00', 'Europe/Warsaw', '2019-07-01T06:00:00.000Z'],
    ['2019-01-01T08:00:00.250', 'Europe/Warsaw', '2019-01-01T07:00:00.250Z'],
    ['2019-07-01T21:00:00', 'Asia/Tokyo', '2019-07-01T12:00:00.000Z'],
    ['2019-07-01T21:00:00', 'America/Los_Angeles', '2019-07-02T04:00:00.000Z'],
    ['2017-06-12', 'UTC', '2017-06-12T00:00:00.000Z'],
    // Shown twice: the earlier. Never shown: as near as can be.
    ['2019-10-27T02:30:00', 'Europe/Warsaw', '2019-10-27T00:30:00.000Z'],
    ['2019-03-31T02:30:00', 'Europe/Warsaw', '2019-03-31T00:30:00.000Z'],
  ])('reads %s (%s) as %s', (text, zone, time) => {
    expect(toUtc(text, zone)).toBe(time);
  });

  it.each([
    ['2019-07-01T08:00:00', null],
    ['2019-13-01T08:00:00Z', null],
    ['yesterday', 'UTC'],
    ['', 'UTC'],
  ])('knows no time for "%s" (%s)', (text, zone) => {
    expect(toUtc(text, zone)).toBeNull();
  });
});
