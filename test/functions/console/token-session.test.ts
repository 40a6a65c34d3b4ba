import { createTokenSession } from '../../../functions/console/sign-in/token-session';
import type { Tokens } from '../../../functions/console/sign-in/tokens';

const tokens = (access: string, expires: number, refresh: string | null = 'r1'): Tokens => ({
  ...{ access, expires, refresh, scopes: null },
});

function scene(first: Tokens, renewed: () => Promise<Tokens>) {
  const clock = { now: 0 };
  const ends: (string | null)[] = [];
  let renewals = 0;
  const renew = () => {
    renewals += 1;
    return renewed();
  };
  const session = createTokenSession(
    first,
    { renew },
    () => clock.now,
    (reason) => ends.push(reason),
  );
  return { session, clock, ends, renewals: () => renewals };
}
const never = () => Promise.reject(new Error('refused'));

describe('the session of an operator', () => {
  it('gives its token while that is valid', async () => {
    const { session, renewals } = scene(tokens('a1', 3_600_000), never);
    expect([await session.token(), renewals()]).toEqual(['a1', 0]);
  });

  it('renews it once, however many ask, before it ends', async () => {
    const { session, clock, renewals } = scene(tokens('a1', 3_600_000), async () => tokens('a2', 7_200_000));
    clock.now = 3_590_000;
    expect(await Promise.all([session.token(), session.token()])).toEqual(['a2', 'a2']);
    expect([await session.token(), renewals()]).toEqual(['a2', 1]);
  });

  it('ends, and says why, where it cannot be renewed', async () => {
    const { session, clock, ends } = scene(tokens('a1', 3_600_000), never);
    clock.now = 3_600_001;
    await expect(session.token()).rejects.toThrow('Your sign-in has ended.');
    expect(ends).toEqual(['Your sign-in has ended. Sign in again to go on.']);
  });

  it('without a refresh token lasts until its token ends', async () => {
    const { session, clock, ends } = scene(tokens('a1', 3_600_000, null), never);
    clock.now = 3_599_000;
    expect(await session.token()).toBe('a1');
    clock.now = 3_600_000;
    await expect(session.token()).rejects.toThrow();
    session.signOut();
    expect(ends).toEqual(['Your sign-in has ended. Sign in again to go on.', null]);
  });
});
