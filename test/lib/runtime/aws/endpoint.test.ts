import { givenEndpoint, regionalHost, regionOf } from '../../../../lib/runtime/aws/endpoint';

describe('where a service of AWS is', () => {
  it.each([
    ['dynamodb', 'eu-central-1', 'dynamodb.eu-central-1.amazonaws.com'],
    ['secretsmanager', 'us-gov-west-1', 'secretsmanager.us-gov-west-1.amazonaws.com'],
    ['s3', 'cn-north-1', 's3.cn-north-1.amazonaws.com.cn'],
  ] as const)('%s in %s is %s', (service, region, host) => {
    expect(regionalHost(service, region)).toBe(host);
  });

  it('heeds the variable of the service before the one of all', () => {
    const env = { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://secrets' };
    expect(givenEndpoint('secretsmanager', env)).toBe('http://secrets');
    expect(givenEndpoint('s3', env)).toBe('http://all');
    expect(givenEndpoint('dynamodb', {})).toBeNull();
  });

  it('knows the region by either variable, and says so where it knows none', () => {
    expect(regionOf({ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-2' })).toBe('eu-west-1');
    expect(regionOf({ AWS_DEFAULT_REGION: 'eu-west-2' })).toBe('eu-west-2');
    expect(() => regionOf({})).toThrow('AWS_REGION is not set.');
  });
});
