import { CREATED_FILTERS, Flag, listQuery } from '../../../../lib/runtime/http/list-query';
import { httpEvent } from '../../../fixtures/http-event';
import { refusalOf } from '../../../fixtures/refusal-of';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const DAY = 24 * 3600_000;

describe('listQuery', () => {
  const read = (query?: Record<string, string>, caller = 'op', now = NOW, path = '/aa-stripe/webhooks') => {
    const event = httpEvent({ method: 'GET', path, ...(query && { query }) });
    return listQuery(event, { is_parsed: Flag, failed: Flag }, caller, now);
  };
  const refusal = (...args: Parameters<typeof read>) => refusalOf(() => read(...args));
  const badCursor = {
    status: 400,
    body: { cursor: ['Not a valid cursor of this list; cursors live for 24 hours.'] },
  };

  it('begins at the start, 25 at a time, unfiltered', () => {
    expect(read()).toMatchObject({ limit: 25, after: null, filters: { is_parsed: null, failed: null } });
  });

  it.each(['1', '25', '100'])('takes limit %s', (limit) => {
    expect(read({ limit }).limit).toBe(Number(limit));
  });

  it.each(['0', '101', '-1', '1.5', '', ' ', '1e1', '0x10', 'all', '1,2', '1000'])(
    'refuses limit "%s"',
    (limit) => {
      const refused = { status: 400, body: { limit: ['Must be a whole number from 1 to 100.'] } };
      expect(refusal({ limit })).toEqual(refused);
    },
  );

  it('reads filters', () => {
    expect(read({ is_parsed: 'false', failed: 'true' }).filters).toEqual({ is_parsed: false, failed: true });
  });

  it.each(['', '1', 'yes', 'True', 'true,false'])('refuses a filter of "%s"', (failed) => {
    expect(refusal({ failed })).toEqual({ status: 400, body: { failed: ['Must be true or false.'] } });
  });

  it('names everything at fault together, unknown parameters included', () => {
    expect(refusal({ limit: '0', is_parsed: 'x', page: '2', cursor: 'x', offset: '1' })).toEqual({
      status: 400,
      body: {
        limit: ['Must be a whole number from 1 to 100.'],
        is_parsed: ['Must be true or false.'],
        page: ['This parameter is not known.'],
        offset: ['This parameter is not known.'],
        ...badCursor.body,
      },
    });
  });

  it('refuses the unknown parameter __proto__', () => {
    const { status, body } = refusal(JSON.parse('{"__proto__":"1"}'));
    expect(status).toBe(400);
    expect(Object.entries(body)).toEqual([['__proto__', ['This parameter is not known.']]]);
  });

  it('goes on after the position of its cursor, also with another limit', () => {
    const cursor = read({ failed: 'true' }).cursorAt('somewhere');
    expect(read({ failed: 'true', limit: '3', cursor }, 'op', NOW + DAY).after).toBe('somewhere');
  });

  it('refuses a cursor of another filter, caller or list, an old one and garbage', () => {
    const cursor = read({ failed: 'true' }).cursorAt('somewhere');
    expect(refusal({ cursor })).toEqual(badCursor);
    expect(refusal({ failed: 'false', cursor })).toEqual(badCursor);
    expect(refusal({ failed: 'true', cursor }, 'another')).toEqual(badCursor);
    expect(refusal({ failed: 'true', cursor }, 'op', NOW, '/aa-stripe/charges')).toEqual(badCursor);
    expect(refusal({ failed: 'true', cursor }, 'op', NOW + DAY + 1)).toEqual(badCursor);
    for (const garbage of ['', 'x', 'e30']) expect(refusal({ cursor: garbage })).toEqual(badCursor);
  });

  describe('by creation', () => {
    const created = (created_from: string) => {
      const event = httpEvent({ method: 'GET', path: '/aa-stripe/charges', query: { created_from } });
      return listQuery(event, CREATED_FILTERS, 'op', NOW).filters;
    };

    it.each([
      ['2027-01-31', '2027-01-31T00:00:00.000Z'],
      ['2027-01-31T12:30:00Z', '2027-01-31T12:30:00.000Z'],
      ['2027-01-31T12:30:00.25+01:00', '2027-01-31T11:30:00.250Z'],
    ])('takes %s', (text, moment) => {
      expect(created(text)).toEqual({ created_from: moment, created_to: null });
    });

    it.each([
      '',
      'today',
      '2027',
      '2027-13-01',
      '2027-01-31T12:30',
      '2027-01-31 12:30:00Z',
      '1767225600',
      '2027-01-31#x',
    ])('refuses "%s"', (text) => {
      const message = 'Must be like 2027-01-31 or 2027-01-31T12:00:00Z.';
      expect(refusalOf(() => created(text))).toEqual({ status: 400, body: { created_from: [message] } });
    });
  });

  it('of a list that comes in one page takes neither limit nor cursor', () => {
    const event = httpEvent({ method: 'GET', path: '/aa-stripe/search', query: { limit: '5', cursor: 'x' } });
    const unknown = ['This parameter is not known.'];
    expect(refusalOf(() => listQuery(event, {}, 'op', NOW, false))).toEqual({
      status: 400,
      body: { limit: unknown, cursor: unknown },
    });
  });
});
