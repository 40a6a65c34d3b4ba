import { readFileSync } from 'node:fs';
import { readOffers } from '../../../functions/console/api/offers';

describe('what the console offers', () => {
  it('are the lists and filters of the API’s document', () => {
    const offers = readOffers(JSON.parse(readFileSync('functions/http/openapi.json', 'utf8')));
    expect([...(offers.get('/aa-stripe/charges') ?? [])]).toEqual(
      expect.arrayContaining(['user', 'state', 'source_type', 'source_id']),
    );
    expect(offers.has('/aa-stripe/nothing')).toBe(false);
  });

  it('is nothing where the document says nothing', () => {
    expect([readOffers(null).size, readOffers({ paths: { '/x': { get: {} }, '/y': 1 } }).size]).toEqual([
      0, 1,
    ]);
  });
});
