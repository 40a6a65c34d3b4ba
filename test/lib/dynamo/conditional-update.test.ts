import { conditionalUpdate, type Item } from '../../../lib/dynamo/conditional-update';

const item = (fields: object): Item => ({ pk: 'p', sk: 's', version: 1, ...fields });

describe('conditionalUpdate', () => {
  it('sends only what differs, under the previous version', () => {
    const previous = item({ same: 'a', bytes: new Uint8Array([1]), gone: 'x', state: 'creating' });
    const next = item({ same: 'a', bytes: new Uint8Array([1]), state: 'created', version: 2 });
    const update = conditionalUpdate('t', next, previous, []);
    expect(update).toMatchObject({
      TableName: 't',
      Key: { pk: 'p', sk: 's' },
      UpdateExpression: 'SET #version = :version, #state = :state REMOVE #gone',
      ConditionExpression: '#version = :expected',
      ExpressionAttributeValues: { ':expected': 1, ':version': 2, ':state': 'created' },
    });
  });

  it('adds to the outbox and never replaces it', () => {
    const update = conditionalUpdate('t', item({ version: 2, outbox: new Set(['old']) }), item({}), ['new']);
    expect(update.UpdateExpression).toBe('SET #version = :version ADD #outbox :outbox');
    expect(update.ExpressionAttributeValues?.[':outbox']).toEqual(new Set(['new']));
  });
});
