import { Cron } from 'croner';
import { readExpression } from '../../../../infra/local/scheduler/schedules';

const next = (expression: string) =>
  new Cron(readExpression(expression), { timezone: 'UTC', mode: 'auto', alternativeWeekdays: true })
    .nextRun(new Date('2026-11-23T12:00:30Z'))
    ?.toISOString();

it.each([
  ['cron(0 * * * ? *)', '2026-11-23T13:00:00.000Z'],
  ['cron(15 10 ? * 2 *)', '2026-11-30T10:15:00.000Z'],
  ['rate(5 minutes)', '2026-11-23T12:05:00.000Z'],
  ['rate(1 hour)', '2026-11-23T13:00:00.000Z'],
  ['rate(1 day)', '2026-11-24T00:00:00.000Z'],
])('%s is next due at %s', (expression, due) => {
  expect(next(expression)).toBe(due);
});

it('refuses another expression by name', () => {
  expect(() => readExpression('at(2026-11-23T00:00:00)')).toThrow(
    'at(2026-11-23T00:00:00) has no local counterpart',
  );
});
