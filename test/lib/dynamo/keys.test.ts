import { recordIdOf, SHARDS, shardOf, shardPks } from '../../../lib/dynamo/keys';

describe('keys', () => {
  it('spreads ids evenly over the shards', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 8_000; i += 1) {
      const shard = shardOf('webhook', `evt_1S${i.toString(36)}Kx`);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(shardPks('webhook').sort());
    const share = 8_000 / SHARDS;
    for (const count of counts.values()) expect(Math.abs(count - share)).toBeLessThan(share / 4);
  });

  it('keeps an id in its shard for ever', () => {
    expect(shardOf('webhook', 'evt_1ABCdefGHIjkl')).toBe('webhook#6');
  });

  it('names records by their own ids', () => {
    expect(recordIdOf({ pk: 'webhook#evt_1', sk: 'webhook' })).toBe('evt_1');
    expect(recordIdOf({ pk: 'owner#a#b', sk: 'customer#scus_1' })).toBe('scus_1');
  });
});
