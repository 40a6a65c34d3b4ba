import { pathId } from '../../../../lib/runtime/http/path-id';
import { httpEvent } from '../../../fixtures/http-event';
import { refusalOf } from '../../../fixtures/refusal-of';

describe('pathId', () => {
  const read = (id?: string) => pathId(httpEvent(id === undefined ? {} : { pathParameters: { id } }), 'id');

  it.each(['cus_QmFz12', 'scus_0123-x', 'x', 'x'.repeat(64)])('takes %s', (id) => {
    expect(read(id)).toBe(id);
  });

  it.each(['', ' ', 'a b', 'a#b', 'a/b', '../x', 'é', 'cus_1\n', "x' OR 1", 'x'.repeat(65)])(
    'answers %j as not found',
    (id) => {
      expect(refusalOf(() => read(id))).toEqual({ status: 404, body: { detail: 'Not found.' } });
    },
  );

  it('answers a path without it as not found', () => {
    expect(refusalOf(() => read()).status).toBe(404);
  });
});
