import { previousAttributes } from '../../../../infra/offline-stripe/store/previous-attributes';

describe('previous attributes', () => {
  it('has the old values of what changed, of hashes only the changed keys', () => {
    const before = { a: 1, same: 'x', hash: { b: 2, kept: 1, gone: 'old' }, list: [1], none: null };
    const after = { a: 2, same: 'x', hash: { b: 3, kept: 1, added: 'new' }, list: [1, 2], none: { c: 1 } };
    expect(previousAttributes(before, after)).toEqual({
      a: 1,
      hash: { b: 2, gone: 'old', added: null },
      list: [1],
      none: null,
    });
  });

  it('is nothing when nothing changed', () => {
    expect(previousAttributes({ a: { b: [1] } }, { a: { b: [1] } })).toBeUndefined();
  });
});
