import { derivedId } from '../../../lib/import/row';

describe('the id of an imported record', () => {
  // Who goes back finds records by it: docs/migration.md has the same in Python.
  it('is for ever what model and key make it', () => {
    expect(derivedId('schg', 'aa_stripe.stripecharge', '42')).toBe('schg_c34b098d94d44b5265c54ebef7');
    expect(derivedId('schg', 'aa_stripe.stripecharge', '43')).not.toBe('schg_c34b098d94d44b5265c54ebef7');
  });
});
