import { lazy } from '../../../lib/runtime/lazy';

describe('lazy', () => {
  it('makes its value on first use, once', () => {
    let made = 0;
    const value = lazy(() => {
      made += 1;
      return { number: made };
    });
    expect(made).toBe(0);
    expect(value()).toBe(value());
    expect(made).toBe(1);
  });

  it.each([null, undefined, 0, ''])('keeps %p as well', (nothing) => {
    let made = 0;
    const value = lazy(() => {
      made += 1;
      return nothing;
    });
    expect([value(), value()]).toEqual([nothing, nothing]);
    expect(made).toBe(1);
  });

  it('tries again after a failure', () => {
    let made = 0;
    const value = lazy(() => {
      made += 1;
      if (made === 1) throw new Error('not yet');
      return 'there';
    });
    expect(value).toThrow('not yet');
    expect(value()).toBe('there');
  });
});
