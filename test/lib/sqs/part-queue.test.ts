import { SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { partQueue } from '../../../lib/sqs/part-queue';

const parts = (...ids: string[]) => ids.map((id) => ({ command: 'sweep', run: 'srun_1', id, records: [] }));
const Entries = v.object({ Entries: v.array(v.object({ Id: v.string(), MessageBody: v.string() })) });

describe('partQueue', () => {
  let asked: string[][];
  beforeEach(() => {
    asked = [];
  });
  /** A queue that refuses some entries of each batch. */
  const queue = (refuses: (id: string, tries: number) => boolean) => {
    const handle = async ({ body }: { body: Uint8Array }) => {
      const { Entries: entries } = v.parse(Entries, JSON.parse(new TextDecoder().decode(body)));
      asked.push(entries.map(({ Id }) => Id));
      const isRefused = ({ Id }: { Id: string }) => refuses(Id, asked.length);
      const Successful = entries
        .filter((one) => !isRefused(one))
        .map(({ Id }) => ({ Id, MessageId: Id, MD5OfMessageBody: '' }));
      const Failed = entries
        .filter(isRefused)
        .map(({ Id }) => ({ Id, SenderFault: false, Code: 'InternalError' }));
      const answer = new TextEncoder().encode(JSON.stringify({ Successful, Failed }));
      return { response: { statusCode: 200, headers: {}, body: answer } };
    };
    const client = new SQSClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      md5: false,
      requestHandler: { handle } as never,
    });
    return partQueue('https://sqs.us-east-1.amazonaws.com/000000000000/work', client);
  };

  it('sends all at once', async () => {
    expect(await queue(() => false)(parts('a', 'b'))).toBe(2);
    expect(asked).toEqual([['a', 'b']]);
  });

  it('sends again what the queue did not take, and nothing else', async () => {
    expect(await queue((id, tries) => id === 'b' && tries < 3)(parts('a', 'b', 'c'))).toBe(3);
    expect(asked).toEqual([['a', 'b', 'c'], ['b'], ['b']]);
  });

  it('gives up after three times, and says how many were taken', async () => {
    expect(await queue((id) => id !== 'a')(parts('a', 'b', 'c'))).toBe(1);
    expect(asked).toHaveLength(3);
  });
});
