import { ownerOf } from '../../../../lib/runtime/http/owner';
import { httpEvent } from '../../../fixtures/http-event';
import { refusalOf } from '../../../fixtures/refusal-of';

describe('ownerOf', () => {
  const owner = (claims: unknown, claim = 'sub') => ownerOf(httpEvent({ claims }), claim);

  it('is the claim of the token, by default and by another name', () => {
    expect(owner({ sub: 'u1' })).toBe('u1');
    expect(owner({ sub: 'u1', 'custom:office': 'office-7' }, 'custom:office')).toBe('office-7');
  });

  it('is read from the token, not from the text the gateway makes of its claims', () => {
    const event = httpEvent({ claims: { sub: 7 } });
    const context = { ...event.requestContext, authorizer: { jwt: { claims: { sub: '7' }, scopes: [] } } };
    expect(refusalOf(() => ownerOf({ ...event, requestContext: context }, 'sub')).status).toBe(403);
  });

  it.each([
    ['a missing claim', {}],
    ['an empty one', { sub: '' }],
    ['blanks', { sub: ' \t\n' }],
    ['blanks around it, which would make two owners one', { sub: ' u1' }],
    ['a no-break space behind it', { sub: 'u1\u00a0' }],
    ['a NUL in it', { sub: 'u\u0000' }],
    ['half of a surrogate pair', { sub: 'u\ud800' }],
    ['null', { sub: null }],
    ['a number', { sub: 42 }],
    ['a boolean', { sub: true }],
    ['an array', { sub: ['u1'] }],
    ['an object', { sub: { id: 'u1' } }],
    ['an overlong text', { sub: 'u'.repeat(256) }],
    ['claims that are no object', 'u1'],
    ['claims in an array', [{ sub: 'u1' }]],
  ])('refuses %s', (_, claims) => {
    expect(refusalOf(() => owner(claims))).toEqual({
      status: 403,
      body: { detail: 'The token has no usable "sub" claim.' },
    });
  });

  it.each(['toString', 'constructor', '__proto__'])('finds no claim %s in a token without it', (claim) => {
    expect(refusalOf(() => owner({ sub: 'u1' }, claim)).status).toBe(403);
  });

  it.each(['', 'Bearer', 'Bearer a.b.c', 'Bearer a', 'Basic dTE6cHc='])('refuses the header "%s"', (text) => {
    const event = httpEvent({ claims: {}, headers: { authorization: text } });
    expect(refusalOf(() => ownerOf(event, 'sub')).status).toBe(403);
  });

  it('refuses a token that says something else than the gateway has verified', () => {
    const event = httpEvent({ claims: { sub: 'u1' } });
    const context = { ...event.requestContext, authorizer: { jwt: { claims: { sub: 'u2' }, scopes: [] } } };
    expect(refusalOf(() => ownerOf({ ...event, requestContext: context }, 'sub')).status).toBe(403);
  });

  it('trusts no token that the gateway has not let through', () => {
    const { headers } = httpEvent({ claims: { sub: 'u1' } });
    const unauthorized = { ...httpEvent(), headers };
    expect(refusalOf(() => ownerOf(unauthorized, 'sub')).status).toBe(403);
  });
});
