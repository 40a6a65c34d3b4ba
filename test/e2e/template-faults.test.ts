import {
  type Product,
  startProductInMemory,
  stripeEvent,
  synthesizeProduct,
} from '../fixtures/product-stack';
import { changedAssembly } from '../infra/local/running-stack';

jest.setTimeout(120_000);

const TEMPLATE = 'aa-stripe-dev.template.json';

/** Starts the product with its template changed, as if somebody had made a mistake in it. */
async function withTemplate(
  change: (resources: Record<string, Resource>) => void,
  use: (p: Product) => Promise<void>,
) {
  const assembly = changedAssembly(await synthesizeProduct(), TEMPLATE, (text) => {
    const template = JSON.parse(text);
    change(template.Resources);
    return JSON.stringify(template);
  });
  const p = await startProductInMemory(assembly);
  try {
    await use(p);
  } finally {
    await p.stack.end('SIGTERM');
  }
}

interface Resource {
  Type: string;
  Properties: {
    PolicyDocument?: { Statement: { Action: string | string[] }[] };
    Environment?: { Variables: Record<string, string> };
  };
}

describe('a mistake in the template shows on this machine', () => {
  it('a permission taken out makes the matching call fail with AccessDenied', async () => {
    await withTemplate(
      (resources) => {
        const policy = Object.entries(resources).find(([id]) =>
          id.startsWith('FunctionsReceiveWebhookRoleDefaultPolicy'),
        )?.[1];
        const document = policy?.Properties.PolicyDocument;
        if (!document) throw new Error('no policy');
        const without = document.Statement.filter(
          ({ Action }) => ![Action].flat().includes('dynamodb:PutItem'),
        );
        expect(without).toHaveLength(document.Statement.length - 1);
        document.Statement = without;
      },
      async (p) => {
        const answer = await p.deliver(stripeEvent('evt_denied'));
        expect([answer.status, answer.body]).toEqual([
          500,
          { detail: expect.stringMatching(/^Internal error\. Its id is /) },
        ]);
        expect(p.stack.output()).toContain('AccessDeniedException');
        expect(p.stack.output()).toContain('is not authorized to perform: dynamodb:PutItem');
      },
    );
  });

  it('an environment variable taken out makes the call fail with its name', async () => {
    await withTemplate(
      (resources) => {
        const fn = Object.entries(resources).find(([id]) =>
          id.startsWith('FunctionsReceiveWebhookFunction'),
        )?.[1];
        delete fn?.Properties.Environment?.Variables.PAYLOAD_BUCKET;
      },
      async (p) => {
        expect((await p.deliver(stripeEvent('evt_env'))).status).toBe(500);
        expect(p.stack.output()).toContain('Environment variable missing: PAYLOAD_BUCKET');
      },
    );
  });
});
