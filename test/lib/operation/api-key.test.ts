import { modeOf, requireMode } from '../../../lib/operation/api-key';
import { StripeDeniedError } from '../../../lib/operation/errors';

describe('an API key', () => {
  it.each([
    ['sk_test_1', 'test'],
    ['rk_test_1', 'test'],
    ['sk_live_1', 'live'],
    ['rk_live_1', 'live'],
    ['pk_live_1', null],
    ['whsec_1', null],
    ['', null],
  ])('%s says that its mode is %s', (key, mode) => {
    expect(modeOf(key)).toBe(mode);
  });

  it('is used where the modes agree, or where it does not say', () => {
    expect(requireMode('sk_test_1', false)).toBe('sk_test_1');
    expect(requireMode('rk_live_1', true)).toBe('rk_live_1');
    expect(requireMode('sk_1', true)).toBe('sk_1');
  });

  it.each<[string, boolean]>([
    ['rk_live_hidden', false],
    ['sk_test_hidden', true],
  ])('I8: %s is refused with livemode %s, without being said', (key, livemode) => {
    const refusal = () => requireMode(key, livemode);
    expect(refusal).toThrow(StripeDeniedError);
    expect(refusal).toThrow('npm run setup');
    expect(refusal).not.toThrow('hidden');
  });
});
