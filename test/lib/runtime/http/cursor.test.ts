import { readCursor, writeCursor } from '../../../../lib/runtime/http/cursor';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3600_000;
const scope = { path: '/aa-stripe/webhooks', caller: 'op', flags: { failed: true } };

describe('cursor', () => {
  const cursor = writeCursor('2026-03-01T11:00:00Z#evt_1', scope, NOW);

  it('leads back to its position, for 24 hours', () => {
    expect(readCursor(cursor, scope, NOW)).toBe('2026-03-01T11:00:00Z#evt_1');
    expect(readCursor(cursor, scope, NOW + 24 * HOUR)).toBe('2026-03-01T11:00:00Z#evt_1');
    expect(readCursor(cursor, scope, NOW + 24 * HOUR + 1)).toBeNull();
  });

  it('can stand in a URL as it is', () => {
    expect(encodeURIComponent(cursor)).toBe(cursor);
  });

  it.each([
    ['caller', { ...scope, caller: 'another' }],
    ['filter', { ...scope, flags: { failed: false } }],
    ['list', { ...scope, path: '/aa-stripe/charges' }],
  ])('is of no use with another %s', (_, other) => {
    expect(readCursor(cursor, other, NOW)).toBeNull();
  });

  it.each([
    '',
    'x',
    'null',
    '{}',
    '%%%',
    'eyJwb3NpdGlvbiI6MX0',
    Buffer.from('[]').toString('base64url'),
    Buffer.from('{"position":"a"}').toString('base64url'),
  ])('refuses %j', (text) => {
    expect(readCursor(text, scope, NOW)).toBeNull();
  });

  it.each(['', 'x'.repeat(2000), 'a\nb'])('refuses the position %j, which no list has', (position) => {
    expect(readCursor(writeCursor(position, scope, NOW), scope, NOW)).toBeNull();
  });

  it('refuses one that was cut or changed', () => {
    expect(readCursor(cursor.slice(0, -5), scope, NOW)).toBeNull();
    expect(readCursor(`A${cursor.slice(1)}`, scope, NOW)).toBeNull();
  });
});
