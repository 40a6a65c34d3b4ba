import { benchEnvironment } from '../../infra/bench/bench-environment';
import { FIRST_REQUESTS } from '../../infra/bench/first-requests';
import { type StandInAws, standInAws } from '../../infra/bench/stand-in-aws';

const RECORDS = 95;

describe('publish-signals', () => {
  const before = { ...process.env };
  let aws: StandInAws;
  beforeAll(async () => {
    aws = await standInAws();
    Object.assign(process.env, benchEnvironment(aws.url, aws.url), {
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      POWERTOOLS_METRICS_DISABLED: 'true',
    });
  });
  afterAll(async () => {
    process.env = before;
    await aws.close();
  });

  it('puts the signals of a full batch on the bus ten at a time', async () => {
    const { handler } = await import('../../functions/stream/publish-signals');
    const { Records: [record] = [] } = JSON.parse(JSON.stringify(FIRST_REQUESTS['publish-signals']()));
    const Records = Array.from({ length: RECORDS }, (_, i) => ({
      ...record,
      dynamodb: { ...record.dynamodb, SequenceNumber: String(i) },
    }));
    expect(await handler({ Records })).toEqual({ batchItemFailures: [] });
    expect(aws.calls.get('PutEvents')).toBe(10);
  });
});
