import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { type Answer, answer, notFound } from '../../../../lib/runtime/http/answer';
import { httpHandler } from '../../../../lib/runtime/http/http-handler';
import { VisibleError } from '../../../../lib/runtime/http/visible-error';
import { httpEvent } from '../../../fixtures/http-event';

const CONTEXT: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'fn',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:fn',
  memoryLimitInMB: '512',
  awsRequestId: 'lambda-request-1',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 29_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};

describe('httpHandler', () => {
  let written: string;
  beforeEach(() => {
    written = '';
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((chunk) => {
        written += String(chunk);
        return true;
      });
    }
  });
  afterEach(() => jest.restoreAllMocks());

  const event = httpEvent({
    claims: { sub: 'jo@person.example' },
    headers: { 'x-private': 'header-secret', 'content-type': 'application/json' },
    body: '{"stripe_js_response":{"id":"tok_body_secret"}}',
  });
  const run = (route: () => Promise<Answer>) =>
    httpHandler(new Logger({ serviceName: 'test' }), route)(event, CONTEXT);
  const failing = (error: unknown) => run(() => Promise.reject(error));

  it("turns a route's answer into the gateway's result and logs nothing", async () => {
    expect(await run(async () => answer(201, { id: 'x' }))).toMatchObject({
      statusCode: 201,
      body: '{"id":"x"}',
    });
    expect(written).toBe('');
  });

  it('answers a refusal as it is, without an error in the log', async () => {
    expect(await failing(new VisibleError(notFound))).toMatchObject({
      statusCode: 404,
      body: '{"detail":"Not found."}',
    });
    expect(written).toBe('');
  });

  it('answers any other error with 500 and an id that stands in the log', async () => {
    const { statusCode, body = '' } = await failing(new TypeError('cannot read'));
    expect(statusCode).toBe(500);
    const [errorId = ''] = /[0-9a-f-]{36}/.exec(body) ?? [];
    expect(JSON.parse(body)).toEqual({ detail: `Internal error. Its id is ${errorId}.` });
    const line = JSON.parse(written);
    expect(line).toMatchObject({
      level: 'ERROR',
      error_id: errorId,
      function_request_id: 'lambda-request-1',
    });
    expect(line.error).toMatchObject({ name: 'TypeError', message: 'cannot read' });
    expect(line.error.at.join()).toContain('http-handler.test');
  });

  it('tells the caller nothing of the error', async () => {
    const { body } = await failing(new Error('table records-1 is gone'));
    expect(body).not.toContain('records-1');
  });

  it("I8: neither answer nor log holds the request's body, headers or token", async () => {
    const cause = new Error(`while sending ${event.body}`);
    const error = Object.assign(new Error('refused', { cause }), {
      request: event,
      $response: { headers: event.headers, body: event.body },
    });
    const { body = '' } = await failing(error);
    expect(written).toContain('refused');
    const [, payload = ''] = event.headers['authorization']?.split('.') ?? [];
    for (const secret of ['tok_body_secret', 'header-secret', 'jo@person.example', payload]) {
      expect(written).not.toContain(secret);
      expect(body).not.toContain(secret);
    }
  });

  it.each(['a text', null, undefined, { token: 'object-secret' }])(
    'answers 500 also when %p is thrown, and does not log it',
    async (thrown) => {
      expect((await failing(thrown)).statusCode).toBe(500);
      expect(JSON.parse(written).error).toMatchObject({ name: 'unknown', at: [] });
      expect(written).not.toContain('object-secret');
    },
  );

  it('catches what a route throws before its first await', async () => {
    const result = await run(() => {
      throw new Error('at once');
    });
    expect(result.statusCode).toBe(500);
  });
});
