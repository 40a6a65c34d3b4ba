import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import type { Permits } from '../../../lib/rate/permits';
import { stripeClient } from '../../../lib/stripe/client';
import { endpointOf } from '../../../lib/stripe/paced-http-client';

describe('pacedHttpClient', () => {
  let server: Server;
  let url: string;
  /** What the server does with the requests, one after the other; the last for all that follow. */
  let answers: ('ok' | 'close' | 'page' | { limited: string } | 'locked')[];
  let received: string[];
  let taken: string[];
  /** Which of our limits were said to be too high. */
  let refused: string[];
  beforeEach(async () => {
    answers = ['ok'];
    refused = [];
    received = [];
    taken = [];
    server = createServer((request, response) => {
      received.push(`${request.method} ${request.url?.split('?')[0]}`);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer === 'close') {
        request.socket.destroy();
        return;
      }
      response.setHeader('content-type', 'application/json');
      if (answer === 'locked' || typeof answer === 'object') {
        if (answer !== 'locked') response.setHeader('Stripe-Rate-Limited-Reason', answer.limited);
        const code = answer === 'locked' ? 'lock_timeout' : 'rate_limit';
        response.statusCode = 429;
        response.end(JSON.stringify({ error: { type: 'invalid_request_error', code, message: 'x' } }));
        return;
      }
      const data = [{ id: `cus_${received.length}`, object: 'customer' }];
      response.end(
        JSON.stringify({ object: 'list', data, has_more: answer === 'page', url: '/v1/customers' }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  });

  const permit = { refused: async (limit: string) => void refused.push(limit) };
  const takeOne = async (endpoint: string) => {
    taken.push(endpoint);
    return permit;
  };
  const client = (take: Permits['take'] = takeOne) => stripeClient('sk_test_1', { take }, url);

  it('takes a permit for each request, also for those that one call makes by itself', async () => {
    answers = ['page', 'page', 'ok'];
    const customers = [];
    for await (const customer of client().customers.list()) customers.push(customer.id);
    expect(customers).toEqual(['cus_1', 'cus_2', 'cus_3']);
    expect(taken).toEqual(['GET customers', 'GET customers', 'GET customers']);
  });

  it('sends a request once, whose connection was closed: the SDK would send it again by itself', async () => {
    answers = ['close', 'ok'];
    const sent = client().customers.create({ description: 'x' });
    await expect(sent).rejects.toBeInstanceOf(Stripe.errors.StripeConnectionError);
    expect(received).toEqual(['POST /v1/customers']);
  });

  it('asks again for a page as often as it is told to, with a permit for each time', async () => {
    answers = ['close', 'ok'];
    const page = await client().customers.list({}, { maxNetworkRetries: 2 });
    expect(page.data).toHaveLength(1);
    expect(received).toHaveLength(2);
    expect(taken).toHaveLength(2);
  });

  it.each([
    ['global-rate', 'account'],
    ['global-concurrency', 'account'],
    ['endpoint-rate', 'endpoint'],
    ['endpoint-concurrency', 'endpoint'],
    ['resource-specific', 'endpoint'],
  ])('tells that the limit was too high: %s', async (limited, limit) => {
    answers = [{ limited }];
    await expect(client().customers.create({})).rejects.toMatchObject({
      statusCode: 429,
      code: 'rate_limit',
    });
    expect(refused).toEqual([limit]);
  });

  it('does not slow down for an object that is locked', async () => {
    answers = ['locked'];
    await expect(client().customers.create({})).rejects.toMatchObject({ code: 'lock_timeout' });
    expect(refused).toEqual([]);
  });

  it('gives the answer also where nobody can be told of the limit', async () => {
    answers = [{ limited: 'global-rate' }];
    const broken = async () => ({ refused: () => Promise.reject(new Error('no table')) });
    await expect(client(broken).customers.create({})).rejects.toMatchObject({ statusCode: 429 });
  });

  it('sends nothing without a permit, and says that Stripe was not reached', async () => {
    const none = async () => {
      throw new Error('no permit');
    };
    const error = await client(none)
      .customers.create({})
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    expect(error).toMatchObject({ statusCode: undefined });
    expect(received).toEqual([]);
  });
});

describe('endpointOf', () => {
  it.each([
    ['POST', '/v1/payment_intents', 'POST payment_intents'],
    ['POST', '/v1/payment_intents/pi_1/confirm', 'POST payment_intents'],
    ['GET', '/v1/payment_intents/pi_1?expand[0]=latest_charge', 'GET payment_intents'],
    ['GET', '/v1/customers?limit=100', 'GET customers'],
    ['DELETE', '/v1/coupons/A%2FB', 'DELETE coupons'],
  ])('counts %s %s as %s', (method, path, endpoint) => {
    expect(endpointOf(method, path)).toBe(endpoint);
  });
});
