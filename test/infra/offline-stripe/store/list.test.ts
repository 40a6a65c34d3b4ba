import { type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('lists', () => {
  let sandbox: SandboxFixture;
  let ids: string[];
  beforeAll(async () => {
    sandbox = await startFixture();
    ids = [];
    for (let index = 0; index < 12; index += 1) {
      ids.unshift((await sandbox.stripe.customers.create({ name: `${index}` })).id);
      await sandbox.control('POST', '/clock', { advance_seconds: 10 });
    }
  });
  afterAll(() => sandbox.close());

  const list = async (params: object) => {
    const { data, has_more } = await sandbox.stripe.customers.list(params);
    return { ids: data.map(({ id }) => id), has_more };
  };

  it('shows ten, newest first', async () => {
    expect(await list({})).toEqual({ ids: ids.slice(0, 10), has_more: true });
  });

  it('goes on after a cursor and back before one', async () => {
    expect(await list({ limit: 5, starting_after: ids[4] })).toEqual({
      ids: ids.slice(5, 10),
      has_more: true,
    });
    expect(await list({ starting_after: ids[9] })).toEqual({ ids: ids.slice(10), has_more: false });
    expect(await list({ limit: 3, ending_before: ids[5] })).toEqual({ ids: ids.slice(2, 5), has_more: true });
    expect(await list({ limit: 3, ending_before: ids[2] })).toEqual({
      ids: ids.slice(0, 2),
      has_more: false,
    });
  });

  it('is paged through by the SDK', async () => {
    const all = await sandbox.stripe.customers.list({ limit: 5 }).autoPagingToArray({ limit: 100 });
    expect(all.map(({ id }) => id)).toEqual(ids);
  });

  it('is filtered by time of creation', async () => {
    const { created } = await sandbox.stripe.customers.retrieve(ids[3] ?? '').then((found) => {
      if (found.deleted) throw new Error('deleted');
      return found;
    });
    expect((await list({ created: { gt: created } })).ids).toEqual(ids.slice(0, 3));
    expect((await list({ created: { gte: created, lt: created + 15 } })).ids).toEqual(ids.slice(2, 4));
    expect((await list({ created })).ids).toEqual([ids[3]]);
  });
});
