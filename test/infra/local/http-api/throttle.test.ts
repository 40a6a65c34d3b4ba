import { createThrottle } from '../../../../infra/local/http-api/throttle';

it('lets a burst pass, then the rate, per route', () => {
  let now = 0;
  const throttle = createThrottle(
    () => ({ ThrottlingBurstLimit: 2, ThrottlingRateLimit: 10 }),
    () => now,
  );
  expect([throttle('a'), throttle('a'), throttle('a'), throttle('b')]).toEqual([true, true, false, true]);
  now = 100;
  expect([throttle('a'), throttle('a')]).toEqual([true, false]);
});

it('has no limit where the stage has none', () => {
  const throttle = createThrottle(
    () => ({}),
    () => 0,
  );
  expect(Array.from({ length: 100 }, () => throttle('a'))).not.toContain(false);
});
