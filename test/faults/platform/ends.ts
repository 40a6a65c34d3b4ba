import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { AwsError } from '../../../infra/local/aws-endpoint/aws-error';
import type { AwsReply, AwsService } from '../../../infra/local/aws-endpoint/aws-service';
import type { Permission } from '../../../infra/local/iam/permission';
import { awsOperation, stripeOperation, type WireRequest } from './calls';

/** A service as functions meet it: when it works, and when it does not. */
export interface End {
  operationOf(request: WireRequest): string;
  /** What a role must allow for it; nothing where it is not AWS that is asked. */
  permissionsOf(request: WireRequest): Permission[];
  send(request: WireRequest): Promise<AwsReply>;
  /** Fails, before or after the effect. */
  fail(request: WireRequest, when: 'before' | 'after'): Promise<AwsReply>;
  throttled: AwsReply;
}

export function awsEnd(services: () => Record<string, AwsService>): End {
  const failure = (status: number, code: string): AwsReply => ({
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ __type: code, message: 'A fault' }),
  });
  const serviceOf = (wireRequest: WireRequest) => {
    const name = awsOperation(wireRequest).split(':')[0] ?? '';
    const service = services()[name];
    if (!service) throw new Error(`Nobody plays ${name}.`);
    return service;
  };
  const read = (wireRequest: WireRequest) =>
    serviceOf(wireRequest).read({ ...wireRequest, url: new URL(wireRequest.url, 'http://aws') });
  const send = async (wireRequest: WireRequest) => {
    const service = serviceOf(wireRequest);
    try {
      return await read(wireRequest).run('platform');
    } catch (error) {
      if (error instanceof AwsError) return service.refuse(error);
      throw error;
    }
  };
  return {
    operationOf: awsOperation,
    permissionsOf: (wireRequest) => read(wireRequest).permissions,
    send,
    fail: async (wireRequest, when) => {
      if (when === 'after') await send(wireRequest);
      return failure(500, 'InternalServerError');
    },
    throttled: failure(400, 'ThrottlingException'),
  };
}

/** A failure of Stripe's own is kept under the request's key and given again; Stripe itself has to do that. */
export function stripeEnd(base: () => string): End {
  const error = {
    type: 'invalid_request_error',
    code: 'rate_limit',
    message: 'Request rate limit exceeded.',
  };
  return {
    operationOf: stripeOperation,
    permissionsOf: () => [],
    send: (wireRequest) => forward(base(), wireRequest),
    fail: async (wireRequest, when) => {
      const path = wireRequest.url.split('?')[0];
      const fault = { method: wireRequest.method, path, status: 500, when, times: 1 };
      const added = await fetch(`${base()}/_offline/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fault),
      });
      if (!added.ok) throw new Error(await added.text());
      return forward(base(), wireRequest);
    },
    throttled: {
      status: 429,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ error }),
    },
  };
}

function forward(base: string, { method, url, headers, body }: WireRequest): Promise<AwsReply> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(url, base),
      { method, headers: { ...headers, host: new URL(base).host } },
      (response) => {
        buffer(response).then((content) => {
          const kept = Object.entries(response.headers).filter(
            ([name]) => !/^(transfer-encoding|connection|keep-alive|content-length)$/.test(name),
          );
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
            body: content,
          });
        }, reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
