import { itemOfImage } from '../../../lib/dynamo/stream-image';

describe('itemOfImage', () => {
  it('reads bytes, sets and nested values as Lambda gives them', () => {
    expect(
      itemOfImage({
        raw: { B: Buffer.from('abc').toString('base64') },
        outbox: { SS: ['a', 'b'] },
        version: { N: '3' },
        nested: { M: { list: { L: [{ S: 'x' }, { NULL: true }] } } },
      }),
    ).toEqual({
      raw: Buffer.from('abc'),
      outbox: new Set(['a', 'b']),
      version: 3,
      nested: { list: ['x', null] },
    });
    expect(itemOfImage(undefined)).toBeUndefined();
  });
});
