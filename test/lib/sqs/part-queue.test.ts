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
    const call = async (operation: string, input: object) => {
      expect(operation).toBe('SendMessageBatch');
      const { Entries: entries } = v.parse(Entries, input);
      asked.push(entries.map(({ Id }) => Id));
      const Failed = entries.filter(({ Id }) => refuses(Id, asked.length)).map(({ Id }) => ({ Id }));
      return Failed.length > 0 ? { Failed } : {};
    };
    return partQueue('https://sqs.us-east-1.amazonaws.com/000000000000/work', () => call);
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
