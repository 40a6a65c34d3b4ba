import { ApiError } from './api-error';

const TEST_KEY = /^[sr]k_test_\w+$/;

/**
 * Accepts any secret or restricted test key, as a bearer token or as the user of Basic authentication.
 * @throws {ApiError} 401 for a missing or any other key.
 */
export function authenticate(authorization: string | undefined): void {
  const key = readKey(authorization);
  if (key === '') {
    throw unauthorized(
      'You did not provide an API key. Send it in the Authorization header, as Bearer token or as Basic user.',
    );
  }
  if (!TEST_KEY.test(key)) throw unauthorized(`Invalid API Key provided: ${mask(key)}`);
}

function readKey(authorization = ''): string {
  const [scheme = '', credentials = ''] = authorization.trim().split(/\s+/, 2);
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() !== 'basic') return '';
  return Buffer.from(credentials, 'base64').toString('utf8').split(':', 1)[0] ?? '';
}

function mask(key: string): string {
  return key.length <= 12 ? '*'.repeat(key.length) : `${key.slice(0, 8)}${'*'.repeat(8)}${key.slice(-4)}`;
}

function unauthorized(message: string): ApiError {
  return new ApiError(401, { type: 'invalid_request_error', message });
}
