import { outcomeOf } from '../../../lib/operation/outcome';

const failure = (type: string, code: string | null = null) => ({
  type,
  code,
  decline_code: null,
  message: 'm',
});

describe('outcomeOf', () => {
  it.each([
    [200, null, 'done'],
    [402, failure('card_error', 'card_declined'), 'failed'],
    [400, failure('invalid_request_error', 'parameter_missing'), 'failed'],
    [404, failure('invalid_request_error', 'resource_missing'), 'failed'],
    [400, failure('idempotency_error'), 'unknown'],
    [400, failure('invalid_request_error', 'rate_limit'), 'again'],
    // A wrong API key says invalid_request_error too, and must not fail what is due.
    [401, failure('invalid_request_error'), 'denied'],
    [403, failure('invalid_request_error'), 'denied'],
    [409, failure('idempotency_error', 'idempotency_key_in_use'), 'again'],
    [429, failure('invalid_request_error', 'rate_limit'), 'again'],
    [500, failure('api_error'), 'unknown'],
    [503, null, 'unknown'],
    [null, null, 'again'],
  ])('%s %j is %s', (status, error, type) => {
    expect(outcomeOf({ status, body: {}, error }).type).toBe(type);
  });
});
