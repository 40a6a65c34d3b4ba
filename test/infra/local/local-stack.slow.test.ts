import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import {
  changedAssembly,
  eventually,
  type RunningStack,
  refusalOf,
  startFixture,
  synthesizeFixture,
} from './running-stack';

jest.setTimeout(120_000);

let assembly: string;
let stack: RunningStack;

beforeAll(async () => {
  assembly = await synthesizeFixture();
  stack = await startFixture(assembly, { QUEUE_VISIBILITY_SECONDS: '1' });
});

afterAll(async () => {
  await stack?.end('SIGTERM');
});

const api = (path: string, init?: RequestInit) => fetch(`${stack.endpoints.api}${path}`, init);
const text = async (path: string) => (await api(path)).text();
const list = async (path: string): Promise<unknown[]> =>
  v.parse(v.array(v.unknown()), await (await api(path)).json());
const pidOf = async (response: Response) => v.parse(v.object({ pid: v.number() }), await response.json()).pid;
const note = (id: string, content: string, init: RequestInit = {}) =>
  api('/hooks/notes', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id, text: content }),
    ...init,
  });
const aws = () => ({
  endpoint: stack.endpoints.aws,
  region: 'us-east-1',
  credentials: { accessKeyId: 'anyone', secretAccessKey: 'anything' },
});
const stored = async (id: string) => {
  const key = { TableName: stack.endpoints.tableName, Key: { pk: { S: id }, sk: { S: 'note' } } };
  return (await new DynamoDBClient(aws()).send(new GetItemCommand(key))).Item;
};
const signalsOf = async (id: string) => {
  const signals = await list('/_local/signals');
  return signals.filter((signal) => JSON.stringify(signal).includes(`"${id}"`));
};
const fault = (body: object) => api('/_local/faults', { method: 'POST', body: JSON.stringify(body) });

describe('a note', () => {
  it('goes from HTTP through function, table, stream, bus and queue to the last function', async () => {
    const response = await note('n1', 'hello');
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      id: 'n1',
      secret: ['apiKey', 'webhookSecrets', 'adminEmails', 'senderEmail'],
    });
    const item = await eventually(async () => {
      const found = await stored('n1');
      return found?.counted ? found : undefined;
    });
    expect(item).toMatchObject({ text: { S: 'hello' }, counted: { BOOL: true } });
    expect(await signalsOf('n1')).toEqual([
      expect.objectContaining({
        'detail-type': 'note_written',
        source: 'fixture',
        detail: { id: 'n1', text: 'hello', raw: Buffer.from('hello').toString('base64') },
      }),
    ]);
  });

  it('is mailed when the rule with an input transformer matches', async () => {
    await note('n2', 'mail "me"');
    const [mail] = await eventually(async () => {
      const mails = await list('/_local/mail');
      return mails.length > 0 ? mails : undefined;
    });
    expect(mail).toEqual({
      from: 'shop@example.com',
      to: ['admin@example.com'],
      subject: 'A note',
      text: 'mail "me"',
    });
  });

  it('that fails for ever holds up no other and ends in the failure destination, whole', async () => {
    await Promise.all([note('p1', 'poison'), note('p2', 'fine'), note('p3', 'fine too')]);
    const letter = await eventually(async () =>
      (await list('/_local/dead-letters')).find((each) => JSON.stringify(each).includes('poison')),
    );
    expect(letter).toMatchObject({
      id: expect.stringMatching(/^aws\/lambda\/.+\/shardId-.+\/\d{4}\/\d{2}\/\d{2}\//),
      body: {
        requestContext: { condition: 'RetryAttemptsExhausted' },
        DDBStreamBatchInfo: { batchSize: 1 },
        payload: expect.stringContaining('"text":{"S":"poison"}'),
      },
    });
    await eventually(async () => ((await signalsOf('p2')).length > 0 ? true : undefined));
    await eventually(async () => ((await signalsOf('p3')).length > 0 ? true : undefined));
    expect(await signalsOf('p1')).toEqual([]);
  });

  it('that a queue function reports as failed goes to the dead-letter queue after two tries', async () => {
    await note('c1', 'uncountable');
    const letter = await eventually(async () =>
      (await list('/_local/dead-letters')).find((each) => JSON.stringify(each).includes('"c1"')),
    );
    expect(letter).toMatchObject({
      in: expect.stringContaining('CountLetters'),
      body: { detail: { id: 'c1' } },
    });
  });
});

describe('a function process', () => {
  it('that is killed after its write is replaced; the write stays', async () => {
    const before = await pidOf(await note('k0', 'before'));
    await fault({ operation: 'dynamodb:PutItem', when: 'after', action: 'kill' });
    const failed = await note('k1', 'survives');
    expect([failed.status, await failed.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    expect(await stored('k1')).toMatchObject({ text: { S: 'survives' } });
    const after = await pidOf(await note('k2', 'after'));
    expect(after).not.toBe(before);
    const invocations = await list('/_local/invocations');
    expect(invocations).toContainEqual(
      expect.objectContaining({ error: expect.stringContaining('Runtime exited with signal: SIGKILL') }),
    );
  });

  it('is killed when the time of the template is up', async () => {
    expect((await api('/echo/hang')).status).toBe(500);
    expect(JSON.stringify(await list('/_local/invocations'))).toContain('Task timed out after 3.00 seconds');
  });

  it('is told of a fault as of an error of AWS', async () => {
    await fault({
      operation: 'dynamodb:PutItem',
      action: 'error',
      error_code: 'ValidationException',
      status: 400,
    });
    expect((await note('f1', 'x')).status).toBe(500);
    expect(stack.output()).toContain('"kind":"fault"');
    expect((await fault({ action: 'explode' })).status).toBe(400);
  });
});

describe('the HTTP API', () => {
  it('gives payload format 2.0 and takes cookies back', async () => {
    const response = await api('/echo/a%20b?x=1&x=2', { headers: { cookie: 'c=1; d=2' } });
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.json()).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /echo/{proxy+}',
      rawQueryString: 'x=1&x=2',
      queryStringParameters: { x: '1,2' },
      cookies: ['c=1', 'd=2'],
      pathParameters: { proxy: 'a b' },
    });
  });

  it('refuses by itself', async () => {
    const refused = async (path: string, init?: RequestInit) => {
      const response = await api(path, init);
      return [response.status, await response.json()];
    };
    expect(await refused('/nowhere')).toEqual([404, { message: 'Not Found' }]);
    expect(await refused('/echo/throw')).toEqual([500, { message: 'Internal Server Error' }]);
    expect(await refused('/echo/malformed')).toEqual([500, { message: 'Internal Server Error' }]);
    for (const megabytes of [7, 11]) {
      const body = 'x'.repeat(megabytes * 1024 * 1024);
      const tooLarge = [413, { message: 'Request Entity Too Large' }];
      expect(await refused('/hooks/notes', { method: 'POST', body })).toEqual(tooLarge);
    }
  });

  it('answers preflights of the template’s origins and of this machine', async () => {
    const preflight = async (origin: string) => {
      const headers = { origin, 'access-control-request-method': 'POST' };
      const response = await api('/notes', { method: 'OPTIONS', headers });
      return [response.status, response.headers.get('access-control-allow-origin')];
    };
    expect(await preflight('https://shop.example')).toEqual([204, 'https://shop.example']);
    expect(await preflight('http://localhost:5173')).toEqual([204, 'http://localhost:5173']);
    expect(await preflight('https://evil.example')).toEqual([204, null]);
  });
});

describe('a JWT', () => {
  const status = async (path: string, token: string | undefined, method = 'POST') => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return (await api(path, { method, headers })).status;
  };

  it.each([
    ['none', async () => undefined],
    ['malformed', async () => 'a.b.c'],
    ['expired', () => text('/_local/token?user=u1&expires_in=-10')],
    ['of another issuer', () => text('/_local/token?user=u1&iss=https://evil.example')],
    ['of another audience', () => text('/_local/token?user=u1&aud=other')],
    ["an operator's", () => text('/_local/token?user=op&scope=aa-stripe/admin')],
  ])('%s is a 401', async (_, token) => {
    expect(await status('/notes', await token())).toBe(401);
  });

  it('reaches the function as strings, the owner claim filled', async () => {
    const authorization = `Bearer ${await text('/_local/token?user=u1')}`;
    const response = await api('/notes', { method: 'POST', headers: { authorization } });
    expect(await response.json()).toMatchObject({
      context: {
        authorizer: { jwt: { scopes: null, claims: { office: 'u1', exp: expect.stringMatching(/^\d+$/) } } },
      },
    });
  });

  it("of an operator needs the route's scope", async () => {
    expect(await status('/admin/notes/1', await text('/_local/token?user=u1'), 'GET')).toBe(401);
    expect(await status('/admin/notes/1', await text('/_local/token?user=op&operator=1'), 'GET')).toBe(403);
    expect(
      await status('/admin/notes/1', await text('/_local/token?user=op&scope=aa-stripe/admin'), 'GET'),
    ).toBe(200);
  });
});

describe('the AWS endpoint', () => {
  it('invokes functions for the SDK', async () => {
    const FunctionName = 'Fixture-writenote94C596F5';
    const Payload = JSON.stringify({ rawPath: '/echo/throw' });
    const answer = await new LambdaClient(aws()).send(new InvokeCommand({ FunctionName, Payload }));
    expect(answer.FunctionError).toBe('Unhandled');
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({ errorType: 'TypeError' });
  });

  it('refuses an operation without a counterpart, by name', async () => {
    await expect(new DynamoDBClient(aws()).send(new ListTablesCommand({}))).rejects.toThrow(
      'dynamodb:ListTables has no local counterpart',
    );
  });
});

describe('records that the stream has forgotten', () => {
  it('are not processed any more, not even if they are being tried', async () => {
    const failed = async () => {
      const invocations = await list('/_local/invocations');
      return invocations.filter((each) => JSON.stringify(each).includes('publishnotes')).at(-1);
    };
    await fault({ operation: 'events:PutEvents', action: 'timeout' });
    expect((await note('x1', 'forgotten')).status).toBe(201);
    await eventually(() => (stack.output().includes('timeout before') ? true : undefined));
    await api('/_local/streams/expire', { method: 'POST' });
    await eventually(async () => (JSON.stringify(await failed()).includes('timed out') ? true : undefined));
    // Enough of them to come after it in whichever lane it was.
    const later = ['x2', 'x3', 'x4', 'x5', 'x6', 'x7', 'x8', 'x9'];
    for (const id of later) await note(id, 'remembered');
    for (const id of later) {
      await eventually(async () => ((await signalsOf(id)).length > 0 ? true : undefined));
    }
    expect(await signalsOf('x1')).toEqual([]);
    expect(await text('/_local/dead-letters')).not.toContain('forgotten');
  });
});

describe('a template that lacks permissions', () => {
  let lacking: RunningStack;
  const post = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${lacking.endpoints.api}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"id":"d1","text":"denied"}',
    });

  beforeAll(async () => {
    const changed = changedAssembly(assembly, 'Fixture.template.json', (template) =>
      template
        .replace('"dynamodb:PutItem",', '')
        .replace('/*/*/notes"', '/*/*/other"')
        .replace('"sqs:SendMessage",', ''),
    );
    lacking = await startFixture(changed);
  });

  afterAll(async () => {
    expect(await lacking?.end('SIGTERM')).toBe(0);
  });

  it('makes the call of a function fail with AccessDenied', async () => {
    expect((await post('/hooks/notes')).status).toBe(500);
    expect(lacking.output()).toMatch(/AccessDeniedException.*not authorized to perform: dynamodb:PutItem/);
    expect(lacking.output()).toContain('"kind":"denied"');
  });

  it('does not let the API invoke its function', async () => {
    const token = await (await fetch(`${lacking.endpoints.api}/_local/token?user=u1`)).text();
    const response = await post('/notes', { authorization: `Bearer ${token}` });
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  });

  it('sends what a rule may not deliver to its dead-letter queue', async () => {
    const client = new EventBridgeClient({ ...aws(), endpoint: lacking.endpoints.aws });
    const Detail = JSON.stringify({ id: 'e1', text: 'x' });
    const { busName: EventBusName } = lacking.endpoints;
    const entry = { Source: 'fixture', DetailType: 'note_written', Detail, EventBusName };
    const bad = { ...entry, Detail: 'no JSON' };
    const answer = await client.send(new PutEventsCommand({ Entries: [entry, bad] }));
    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ EventId: expect.any(String) }, { ErrorCode: 'MalformedDetail' }],
    });
    await eventually(async () => {
      const letters = await (await fetch(`${lacking.endpoints.api}/_local/dead-letters`)).text();
      return letters.includes('RuleLetters') && letters.includes('e1') ? true : undefined;
    });
  });
});

describe('a template', () => {
  it.each([
    ['"dynamodb:GetRecords",', '', 'may not dynamodb:GetRecords'],
    [
      'AWS::SecretsManager::Secret',
      'AWS::RDS::DBInstance',
      'resource type AWS::RDS::DBInstance has no local counterpart',
    ],
    [
      '"VisibilityTimeout":',
      '"FifoQueue": true, "VisibilityTimeout":',
      'property FifoQueue has no local counterpart',
    ],
    [
      '{ "prefix": "mail" }',
      '{ "cidr": "10.0.0.0/8" }',
      'event pattern operator cidr has no local counterpart',
    ],
  ])('with %s changed to %s is refused by name', async (from, to, message) => {
    const without = changedAssembly(assembly, 'Fixture.template.json', (template) =>
      JSON.stringify(JSON.parse(template)).replace(compact(from), compact(to)),
    );
    expect(await refusalOf(without)).toContain(message);
  });
});

describe('a start', () => {
  it('without Java says what to do', async () => {
    expect(await refusalOf(assembly, { PATH: '/nowhere' })).toContain('Install Java 17');
  });

  it('on a port that is taken names the port and its variable', async () => {
    const { port } = new URL(stack.endpoints.aws);
    expect(await refusalOf(assembly, { AWS_PORT: port })).toContain(`port ${port} is taken; set AWS_PORT`);
  });
});

const compact = (json: string): string => json.replaceAll(' ', '');
