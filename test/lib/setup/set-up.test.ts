import { HANDLED_EVENTS } from '../../../lib/webhook/handled-events';
import { PLACE, SetupWorld, URL } from './setup-world';

describe('setUp', () => {
  let w: SetupWorld;
  beforeEach(() => {
    w = new SetupWorld();
  });
  const ids = () => w.endpoints.map(({ id }) => id);

  it('makes one endpoint where there is nothing, and stores its secret before it is subscribed', async () => {
    const result = await w.setUp({ adminEmails: ['a@shop.example'], senderEmail: 's@shop.example' });
    expect(result).toEqual({ endpoint: 'we_0', events: [...HANDLED_EVENTS], outgoing: [] });
    expect(w.writes).toEqual(['secret', 'create', 'secret', 'change']);
    expect(w.endpoints).toMatchObject([{ id: 'we_0', url: URL, stack: PLACE.stack, events: HANDLED_EVENTS }]);
    expect(w.secret).toEqual({
      apiKey: 'sk_test_given',
      webhookSecrets: ['whsec_we_0'],
      webhookEndpoints: { we_0: 'whsec_we_0' },
      adminEmails: ['a@shop.example'],
      senderEmail: 's@shop.example',
    });
  });

  it('changes nothing when it runs again, and needs no key then', async () => {
    await w.setUp();
    w.writes = [];
    expect(await w.setUp({ apiKey: null })).toMatchObject({ endpoint: 'we_0', outgoing: [] });
    expect([w.writes, w.asked]).toEqual([[], 0]);
  });

  it('asks for a key only where none is given or stored', async () => {
    await w.setUp({ apiKey: null });
    expect([w.asked, w.secret.apiKey]).toEqual([1, 'sk_test_asked']);
  });

  it('keeps what it is not told about, whoever put it in', async () => {
    w.secret = { ...w.secret, webhookSecrets: ['whsec_hand'], adminEmails: ['a@shop.example'], note: 'mine' };
    await w.setUp();
    expect(w.secret).toMatchObject({
      webhookSecrets: ['whsec_hand', 'whsec_we_0'],
      adminEmails: ['a@shop.example'],
      note: 'mine',
    });
  });

  it('I8: never tells a secret', async () => {
    await w.setUp();
    await w.setUp({ rotateKey: true, apiKey: 'rk_test_hidden', rotateWebhookSecret: true });
    await w.finish();
    expect(w.lines.join('\n')).not.toMatch(/whsec|sk_test|rk_test/);
  });

  it('adds the types that are asked for, and keeps those that the endpoint has', async () => {
    await w.setUp({ events: ['payout.paid'] });
    await w.setUp({ events: ['balance.available'] });
    expect(w.endpoints[0]?.events).toEqual([...HANDLED_EVENTS, 'payout.paid', 'balance.available'].sort());
    await w.setUp({ events: ['*'] });
    await w.setUp();
    expect(w.endpoints[0]?.events).toEqual(['*']);
  });

  it('enables an endpoint that Stripe has disabled', async () => {
    await w.setUp();
    w.endpoints = w.endpoints.map((endpoint) => ({ ...endpoint, isEnabled: false }));
    await w.setUp();
    expect(w.endpoints).toMatchObject([{ id: 'we_0', isEnabled: true }]);
    expect(w.lines.join()).toContain('reconcile-webhooks');
  });

  it('moves the endpoint where the stack has another URL, with its secret', async () => {
    await w.setUp();
    w.endpoints = w.endpoints.map((endpoint) => ({ ...endpoint, url: 'https://old.example' }));
    await w.setUp();
    expect(w.endpoints).toMatchObject([{ id: 'we_0', url: URL }]);
  });

  it('leaves alone what a stack of the same name has made somewhere else, and what has nothing to do with us', async () => {
    w.add({ id: 'we_theirs', url: 'https://theirs.example', stack: PLACE.stack });
    w.add({ id: 'we_other', url: 'https://other.example' });
    await w.setUp();
    await w.finish();
    expect(ids()).toEqual(['we_2', 'we_other', 'we_theirs']);
    expect(w.lines.join()).toContain('we_theirs: made by a stack of this name');
  });

  it('replaces an endpoint whose secret is lost, and looks as far back as that one did', async () => {
    const lost = w.add({ id: 'we_lost', stack: PLACE.stack, events: ['charge.succeeded', 'payout.paid'] });
    await w.setUp();
    expect(ids()).toEqual(['we_1']);
    expect(w.endpoints[0]).toMatchObject({ since: lost.since });
    expect(w.endpoints[0]?.events).toContain('payout.paid');
    // Only once the other one is there.
    expect(w.writes.at(-1)).toBe('remove');
  });

  it('makes its own beside one that was registered by hand, until the rotation is finished', async () => {
    w.add({ id: 'we_hand', events: ['*'] });
    w.secret = { ...w.secret, webhookSecrets: ['whsec_we_hand'] };
    expect(await w.setUp()).toMatchObject({ endpoint: 'we_1', events: ['*'], outgoing: ['we_hand'] });
    await w.finish();
    expect([ids(), w.secret.webhookSecrets]).toEqual([['we_1'], ['whsec_we_hand', 'whsec_we_1']]);
    await w.finish({ forgetOtherSecrets: true });
    expect(w.secret.webhookSecrets).toEqual(['whsec_we_1']);
  });

  describe('of the API key', () => {
    it.each([
      ['pk_test_1', 'publishable'],
      ['sk_live_1', 'a live key'],
      ['rk_live_1', 'a live key'],
      ['whsec_1', "not one of Stripe's"],
      ['', "not one of Stripe's"],
    ])('refuses %s, and writes nothing', async (apiKey, reason) => {
      await expect(w.setUp({ apiKey })).rejects.toThrow(reason);
      expect(w.writes).toEqual([]);
    });

    it('refuses another key than the stored one, unless it is to be replaced', async () => {
      await w.setUp();
      await expect(w.setUp({ apiKey: 'sk_test_other' })).rejects.toThrow('--rotate-key');
      await w.setUp({ apiKey: 'sk_test_other', rotateKey: true });
      expect(w.secret.apiKey).toBe('sk_test_other');
    });

    it('refuses a key of another account', async () => {
      await w.setUp();
      w.endpoints = [];
      const other = w.setUp({ apiKey: 'sk_test_other', rotateKey: true });
      await expect(other).rejects.toThrow('another Stripe account');
      expect(w.secret.apiKey).toBe('sk_test_given');
    });
  });

  describe('of the signing secret', () => {
    beforeEach(() => w.setUp());

    it('rotates in two steps, the new one first', async () => {
      expect(await w.setUp({ rotateWebhookSecret: true })).toMatchObject({
        endpoint: 'we_1',
        outgoing: ['we_0'],
      });
      expect(w.secret.webhookSecrets).toEqual(['whsec_we_0', 'whsec_we_1']);
      expect(await w.finish()).toEqual({ endpoint: 'we_1', removed: ['we_0'] });
      expect(w.secret).toMatchObject({
        webhookSecrets: ['whsec_we_1'],
        webhookEndpoints: { we_1: 'whsec_we_1' },
      });
    });

    it('begins no second rotation while one is under way', async () => {
      await w.setUp({ rotateWebhookSecret: true });
      await w.setUp({ rotateWebhookSecret: true });
      expect(ids()).toEqual(['we_1', 'we_0']);
    });

    it('does not finish while events have yet to arrive through the old one', async () => {
      await w.setUp({ rotateWebhookSecret: true });
      w.pending = ['evt_here', 'evt_missing'];
      w.stored.add('evt_here');
      await expect(w.finish()).rejects.toThrow('evt_missing');
      expect(ids()).toEqual(['we_1', 'we_0']);
      w.stored.add('evt_missing');
      await w.finish();
      expect(ids()).toEqual(['we_1']);
    });

    it('does not finish before the new one is subscribed', async () => {
      w.cut = { at: w.writes.length + 1, after: true };
      await w.setUp({ rotateWebhookSecret: true }).catch(() => {});
      w.cut = null;
      await expect(w.finish()).rejects.toThrow('Run "npm run setup" first.');
    });

    it('forgets secrets of endpoints that are gone from Stripe', async () => {
      await w.setUp({ rotateWebhookSecret: true });
      w.endpoints = w.endpoints.filter(({ id }) => id !== 'we_0');
      await w.finish();
      expect(w.secret.webhookSecrets).toEqual(['whsec_we_1']);
    });
  });

  it('changes nothing in a dry run, and says what it would do', async () => {
    w.add({ id: 'we_lost', stack: PLACE.stack });
    const before = JSON.stringify([w.endpoints, w.secret]);
    expect(await w.setUp({ dryRun: true })).toMatchObject({ endpoint: null });
    expect([JSON.stringify([w.endpoints, w.secret]), w.writes]).toEqual([before, []]);
    expect(w.lines.join('\n')).toContain('would be made');
    await w.setUp();
    await w.setUp({ rotateWebhookSecret: true });
    w.writes = [];
    await w.finish({ dryRun: true });
    await w.setUp({ rotateKey: true, apiKey: 'sk_test_2', dryRun: true });
    expect(w.writes).toEqual([]);
  });
});
