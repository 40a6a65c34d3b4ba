import { toRun } from '../command/to-run';
import { ageOf, agoInWords, countInWords, spanInWords } from './in-words';
import { bad, byAge, judged, look, ok, type StatusLine } from './line';
import type { StatusReadings } from './readings';

const MINUTE_MS = 60_000;
/** `recover-operations` runs every minute. */
const OPERATIONS = { look: 5 * MINUTE_MS, bad: 30 * MINUTE_MS };
/** Stripe forgets a key after a day; until then an outcome may stay unknown with good reason. */
const UNKNOWN_BAD_MS = 24 * 60 * MINUTE_MS;

/** Money, and writes to Stripe. */
export function judgePayments(read: StatusReadings, now: number): StatusLine[] {
  return [
    judged('charging', read.paused, ({ paused, reason, updated, updated_by }) => {
      if (!paused) return ok('charging', 'runs');
      const when = updated === null ? '' : ` ${agoInWords(updated, now)} by ${updated_by ?? 'nobody known'}`;
      return look('charging', `paused${when}: ${reason}`, 'PUT /aa-stripe/settings/paused {"paused": false}');
    }),
    judged('due charges', read.dueCharges, (backlog) => ok('due charges', countInWords(backlog))),
    judged('unknown outcomes', read.unknownCharges, (backlog) => {
      if (backlog.count === 0) return ok('unknown outcomes', 'none');
      const text = `${countInWords(backlog)} charges`;
      const hint = `${toRun(read, 'command', 'recover-operations')}; GET /aa-stripe/charges?state=unknown shows why`;
      const isOld = ageOf(backlog, now) >= UNKNOWN_BAD_MS;
      return (isOld ? bad : look)('unknown outcomes', text, hint);
    }),
    judged('action required', read.actionRequired, (backlog) =>
      ok(
        'action required',
        backlog.count === 0 ? 'none' : `${countInWords(backlog)} charges wait for their payers`,
      ),
    ),
    judged('open operations', read.openOperations, (backlog) => {
      if (backlog.count === 0) return ok('open operations', 'none is overdue');
      const age = ageOf(backlog, now);
      const text = `${countInWords(backlog)} are overdue, the oldest for ${spanInWords(age)}`;
      const hint = `${toRun(read, 'command', 'recover-operations')}; its errors name the records`;
      return byAge('open operations', age, OPERATIONS, text, hint);
    }),
  ];
}
