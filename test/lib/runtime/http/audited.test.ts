import { Logger } from '@aws-lambda-powertools/logger';
import { answer, notFound } from '../../../../lib/runtime/http/answer';
import { type AuditEntry, audited } from '../../../../lib/runtime/http/audited';
import { operatorOf } from '../../../../lib/runtime/http/owner';
import { VisibleError } from '../../../../lib/runtime/http/visible-error';
import { httpEvent } from '../../../fixtures/http-event';

const EVENT = httpEvent({ method: 'POST', path: '/aa-stripe/plans' });

describe('audited', () => {
  const log = new Logger({ serviceName: 'test', logLevel: 'SILENT' });
  let lines: unknown[];
  let kept: [string, AuditEntry][];
  beforeEach(() => {
    lines = [];
    kept = [];
    jest.spyOn(log, 'info').mockImplementation((...line) => {
      lines.push(line[1]);
    });
    jest.spyOn(log, 'warn').mockImplementation((...line) => {
      lines.push(line[0]);
    });
  });

  const store = {
    begin: async (entry: AuditEntry) => {
      kept.push(['begin', entry]);
    },
    end: async (entry: AuditEntry) => {
      kept.push(['end', entry]);
    },
  };
  const run = (work: () => Promise<ReturnType<typeof answer>>, by = 'op', own = store) =>
    audited(EVENT, by, { store: own, log, now: () => 0 }, async () => {
      kept.push(['run', {} as AuditEntry]);
      return work();
    });

  it('writes before anything is done, and how it ended after that', async () => {
    await run(async () => answer(201, { id: 'splan_1' }));
    expect(kept.map(([when, { status, record }]) => [when, status, record])).toEqual([
      ['begin', null, null],
      ['run', undefined, undefined],
      ['end', 201, 'splan_1'],
    ]);
    expect(lines).toMatchObject([{ audit: true, by: 'op', status: 201, record: 'splan_1' }]);
  });

  it.each([
    [new VisibleError(notFound), 404],
    [new Error('broken'), 500],
  ])('passes on %s and keeps %i', async (error, status) => {
    await expect(run(async () => Promise.reject(error))).rejects.toBe(error);
    expect(kept.at(-1)).toMatchObject(['end', { status }]);
  });

  it('does nothing where nothing can be kept', async () => {
    const begin = async () => Promise.reject(new Error('throttled'));
    await expect(run(async () => answer(200, {}), 'op', { ...store, begin })).rejects.toThrow('throttled');
    expect(kept).toEqual([]);
  });

  it('answers what was done although its end cannot be kept', async () => {
    const end = async () => Promise.reject(new Error('throttled'));
    expect(await run(async () => answer(200, {}), 'op', { ...store, end })).toEqual(answer(200, {}));
    expect(lines).toEqual([expect.objectContaining({ audit: true }), 'how it ended is not kept']);
  });

  it('puts no address into the log (I8)', async () => {
    await run(async () => answer(200, {}), 'ann@example.com');
    expect(JSON.stringify(lines)).not.toContain('ann@');
    expect(lines).toMatchObject([{ by: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) }]);
  });
});

describe('operatorOf', () => {
  const of = (claims: object) =>
    operatorOf(httpEvent({ method: 'POST', path: '/', claims: claims as never }));

  it('is the subject, or the client of a program that has none', () => {
    expect(of({ sub: 'op', client_id: 'app' })).toBe('op');
    expect(of({ client_id: 'app' })).toBe('app');
  });

  it.each([{}, { sub: '' }, { sub: '', client_id: 'app' }])('refuses %j', (claims) => {
    expect(() => of(claims)).toThrow(VisibleError);
  });
});
