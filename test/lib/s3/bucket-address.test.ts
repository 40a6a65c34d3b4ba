import { bucketAddress } from '../../../lib/s3/bucket-address';

describe('bucketAddress', () => {
  it('is a host of its own in AWS', () => {
    const { endpoint, root } = bucketAddress('payloads', { AWS_REGION: 'eu-central-1' });
    expect([endpoint.href, root]).toEqual(['https://payloads.s3.eu-central-1.amazonaws.com/', '']);
  });

  it('is a path of any other endpoint', () => {
    const { endpoint, root } = bucketAddress('payloads', { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' });
    expect([endpoint.href, root]).toEqual(['http://127.0.0.1:4566/', '/payloads']);
  });
});
