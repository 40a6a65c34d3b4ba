import { isId } from '../../../lib/operation/record-id';

describe('isId', () => {
  it.each(['scus_01J9', 'evt_1', '50% off!', 'Łódź', 'x'.repeat(255)])('takes %s', (id) => {
    expect(isId(id)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['a NUL', 'a\u0000'],
    ['a line break', 'a\n'],
    ['half of a surrogate pair', 'a\ud800'],
    ['more than an id has', 'x'.repeat(256)],
  ])('refuses %s', (_, id) => {
    expect(isId(id)).toBe(false);
  });
});
