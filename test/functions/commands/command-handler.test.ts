import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { commandHandler } from '../../../functions/commands/command-handler';
import type { RunOptions, Summary } from '../../../lib/command/command';

const summary: Summary = {
  command: 'sweep',
  processed: 2,
  changed: 1,
  skipped: 0,
  failed: 0,
  errors: [],
  duration_ms: 5,
};

describe('commandHandler', () => {
  let asked: RunOptions[] = [];
  const log = new Logger({ logLevel: 'SILENT' });
  const invoke = (event: unknown, result: Summary = summary) => {
    const handler = commandHandler(log, async (options) => {
      asked.push(options);
      return result;
    });
    return handler(event, { getRemainingTimeInMillis: () => 300_000 } as Context);
  };
  beforeEach(() => {
    asked = [];
  });

  it('runs for real, without limit, when it is asked nothing special', async () => {
    expect(await invoke({})).toEqual(summary);
    expect(asked).toMatchObject([{ dryRun: false, limit: null, olderThan: null }]);
  });

  it('hands wishes on', async () => {
    await invoke({ dry_run: true, limit: 5, older_than_seconds: 60 });
    expect(asked).toMatchObject([{ dryRun: true, limit: 5, olderThan: 60_000 }]);
  });

  it.each([
    { dry_run: 'true' },
    { dryRun: true },
    { limit: 0 },
    { limit: '5' },
    { older_than_seconds: -1 },
    'dry_run',
    null,
  ])('does not run for %j, which may have meant something else', async (event) => {
    await expect(invoke(event)).rejects.toThrow();
    expect(asked).toEqual([]);
  });

  it('fails visibly when a record failed, with the summary as its message', async () => {
    const failed = { ...summary, failed: 1, errors: [{ id: 'x', message: 'broken' }] };
    const error = await invoke({}, failed).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'CommandFailedError', message: JSON.stringify(failed) });
  });
});
