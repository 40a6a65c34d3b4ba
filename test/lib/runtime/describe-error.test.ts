import * as v from 'valibot';
import { describeError } from '../../../lib/runtime/describe-error';

describe('describeError', () => {
  it('names an error, its message and where it was thrown, and nothing it carries (I8)', () => {
    const error = Object.assign(new TypeError('broken'), {
      request: { headers: { authorization: 'Bearer x' } },
    });
    const description = describeError(error);
    expect(description).toMatchObject({ name: 'TypeError', message: 'broken' });
    expect(description.at[0]).toContain('describe-error.test.ts');
    expect(JSON.stringify(description)).not.toContain('Bearer');
  });

  it('names the places of an unexpected shape, not the values found there (I8)', () => {
    const shape = v.object({ email: v.number(), deep: v.object({ name: v.number() }) });
    const error = (() => {
      try {
        return v.parse(shape, { email: 'jane@customer.example', deep: { name: 'Jane Roe' } });
      } catch (thrown) {
        return thrown;
      }
    })();
    const text = JSON.stringify(describeError(error));
    expect(text).toContain('email (expected number), deep.name (expected number)');
    expect(text).not.toMatch(/jane/i);
  });

  it('copes with what is no Error', () => {
    expect(describeError('text')).toEqual({
      name: 'unknown',
      message: 'Something other than an Error.',
      at: [],
    });
  });
});
