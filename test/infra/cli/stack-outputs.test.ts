import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { stackTargetOf } from '../../../infra/cli/stack-outputs';

const OUTPUTS = {
  Name: 'aa-stripe-prod',
  TableName: 'records',
  StripeSecretArn: 'arn:secret',
  WebhookUrl: 'https://api.example/aa-stripe/webhooks',
  Livemode: 'true',
  ParseQueueUrl: 'https://sqs.example/parse',
  ParseDeadLettersUrl: 'https://sqs.example/letters',
  PayloadBucket: 'payloads',
};

describe('stackTargetOf a deployed stack', () => {
  const before = { ...process.env };
  let server: Server;
  let outputs: Record<string, string>;
  beforeAll(async () => {
    server = createServer((_, response) => {
      const members = Object.entries(outputs).map(
        ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
      );
      const stack =
        '<StackName>aa-stripe-prod</StackName><StackStatus>CREATE_COMPLETE</StackStatus>' +
        `<CreationTime>2027-01-01T00:00:00Z</CreationTime><Outputs>${members.join('')}</Outputs>`;
      response.setHeader('content-type', 'text/xml');
      response.end(
        '<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult>' +
          `<Stacks><member>${stack}</member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
    Object.assign(process.env, keys, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
  });
  afterAll(() => {
    process.env = before;
    server.closeAllConnections();
    server.close();
  });

  it('reads its outputs, its mode, and since when it is there', async () => {
    outputs = { ...OUTPUTS, Other: 'x' };
    expect(await stackTargetOf('aa-stripe-prod')).toEqual({
      ...{ stack: 'aa-stripe-prod', client: {}, outputs: OUTPUTS, livemode: true },
      ...{ isLocal: false, stripeBase: undefined, created: Date.parse('2027-01-01T00:00:00Z') },
    });
  });

  it('knows the product by its own name in a stack of somebody else', async () => {
    outputs = OUTPUTS;
    expect(await stackTargetOf('shop')).toMatchObject({ stack: 'aa-stripe-prod' });
  });

  it('says what an older version of the stack lacks', async () => {
    const { WebhookUrl: _, Livemode: __, ...older } = OUTPUTS;
    outputs = older;
    await expect(stackTargetOf('aa-stripe-prod')).rejects.toThrow(
      'Stack aa-stripe-prod lacks outputs (WebhookUrl, Livemode): deploy this version of it first.',
    );
  });
});
