import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../../infra/local/aws-endpoint/aws-error';
import type { Secret } from '../../../infra/local/secrets/secret-store';
import { secretsService } from '../../../infra/local/secrets/secrets-service';
import { labelled } from '../../../infra/local/secrets/versions';
import { secretEditor } from '../../../lib/secrets-manager/secret-editor';
import { withEndpoint } from '../../../lib/setup/secret-content';

const ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:stripe';

/** The editor on the local stack's Secrets Manager. */
describe('secretEditor', () => {
  let server: Server;
  let client: SecretsManagerClient;
  let secret: Secret;
  /** Done once, before the next call of this operation is answered. */
  let before: { operation: string; work: () => Promise<unknown> } | null;

  beforeAll(async () => {
    const service = secretsService({ find: () => secret });
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { method = '', headers } = request;
      const url = new URL('http://127.0.0.1');
      const call = () => service.read({ method, headers, url, body: Buffer.concat(chunks) });
      if (before && String(headers['x-amz-target']).endsWith(before.operation)) {
        const { work } = before;
        before = null;
        await work();
      }
      const reply = await Promise.resolve()
        .then(async () => call().run('test'))
        .catch((error: unknown) => {
          if (error instanceof AwsError) return service.refuse(error);
          throw error;
        });
      response.writeHead(reply.status, reply.headers).end(reply.body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    client = new SecretsManagerClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  });
  afterAll(() => {
    client.destroy();
    server.close();
  });
  beforeEach(() => {
    secret = { arn: ARN, name: 'stripe', created: new Date(0), versions: new Map() };
    before = null;
  });
  const edit = () => secretEditor(client, ARN);
  const current = () => JSON.parse(labelled(secret.versions, 'AWSCURRENT')?.value ?? 'null');

  it('gives a secret without a value its first one', async () => {
    expect(await edit().read()).toMatchObject({ apiKey: null, webhookSecrets: [] });
    await edit().change((content) => ({ ...content, apiKey: 'sk_test_1' }));
    expect(current()).toMatchObject({ apiKey: 'sk_test_1' });
  });

  it('keeps what others have put in, and the value before', async () => {
    await edit().change((content) => ({ ...content, apiKey: 'sk_test_1', other: 1 }));
    await edit().change((content) => withEndpoint(content, 'we_1', 'whsec_1'));
    expect(current()).toMatchObject({ apiKey: 'sk_test_1', other: 1, webhookSecrets: ['whsec_1'] });
    expect(labelled(secret.versions, 'AWSPREVIOUS')?.value).toContain('"webhookSecrets":[]');
  });

  it.each(['PutSecretValue', 'UpdateSecretVersionStage'])(
    'loses nothing that is written by another before its own %s',
    async (operation) => {
      // A first value is current at once, without a second call.
      if (operation !== 'PutSecretValue') await edit().change((content) => content);
      for (const id of ['we_1', 'we_3']) {
        const work = () => edit().change((content) => withEndpoint(content, id, `whsec_${id}`));
        before = { operation, work };
        await edit().change((content) => withEndpoint(content, `${id}_own`, `whsec_${id}_own`));
      }
      const secrets = ['we_1', 'we_1_own', 'we_3', 'we_3_own'].map((id) => `whsec_${id}`);
      expect(current().webhookSecrets.sort()).toEqual(secrets);
    },
  );

  it('loses nothing where many write at once', async () => {
    await edit().change((content) => content);
    await Promise.all(
      ['we_1', 'we_2', 'we_3'].map((id) => edit().change((c) => withEndpoint(c, id, `s_${id}`))),
    );
    expect(current().webhookSecrets.sort()).toEqual(['s_we_1', 's_we_2', 's_we_3']);
  });

  it('I8: refuses what it does not understand, without its content', async () => {
    await edit().change((content) => content);
    for (const { labels, id } of [...secret.versions.values()])
      secret.versions.set(id, { id, labels, value: 'sk_test_hidden' });
    const refusal = await edit().read().catch(String);
    expect(refusal).toContain('Mend it first.');
    expect(refusal).not.toContain('hidden');
  });
});
