import type { Account } from '../account';
import { API_VERSION } from '../api-version';
import { invalidRequest, resourceMissing } from '../http/api-error';
import { endpoint } from '../http/endpoint';
import type { WebhookEndpoint } from '../objects/webhook-endpoint';
import type { Kind } from '../params/kind';
import { array, boolean, oneOf, required, string, text } from '../params/kinds';
import { mergeMetadata, metadata } from '../params/metadata';
import { page, pagination } from '../store/list';
import { newId } from '../store/new-id';

const url: Kind<string> = {
  read(value, param) {
    const address = string.read(value, param);
    if (!URL.canParse(address) || !/^https?:/.test(address)) {
      throw invalidRequest('Invalid URL: An explicit scheme (such as https) must be provided.', {
        code: 'url_invalid',
        param,
      });
    }
    return address;
  },
};
/** All, or types by name. Which names there are is not known here: only what cannot be one is refused. */
const enabledEvents: Kind<string[]> = {
  read(value, param) {
    const types = array(string).read(value, param);
    if (types.length === 0) throw invalidRequest('You must enable at least one event.', { param });
    for (const [index, type] of types.entries()) {
      if (type === '*' || /^[a-z0-9_]+(\.[a-z0-9_]+)+$/.test(type)) continue;
      throw invalidRequest(`Invalid ${param}[${index}]: ${type} is not a type of event.`, {
        param: `${param}[${index}]`,
      });
    }
    return [...new Set(types)];
  },
};

export const webhookEndpoints = [
  endpoint({
    method: 'POST',
    path: '/v1/webhook_endpoints',
    params: {
      url: required(url),
      enabled_events: required(enabledEvents),
      api_version: oneOf(API_VERSION),
      connect: boolean,
      description: text,
      metadata,
    },
    returns: 'webhook_endpoint',
    handle({ account, params }) {
      const secret = newId('whsec', 32);
      const made: WebhookEndpoint = account.webhookEndpoints.put({
        id: newId('we'),
        object: 'webhook_endpoint',
        api_version: params.api_version ?? null,
        application: null,
        created: account.now(),
        description: params.description ?? null,
        enabled_events: params.enabled_events,
        livemode: false,
        metadata: mergeMetadata({}, params.metadata),
        status: 'enabled',
        url: params.url,
      });
      account.webhookSecrets.set(made.id, secret);
      return { ...made, secret };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/webhook_endpoints',
    params: pagination,
    returns: { list: 'webhook_endpoint' },
    handle({ account, params }) {
      return page(
        account.webhookEndpoints.newestFirst(),
        params,
        '/v1/webhook_endpoints',
        'webhook endpoint',
      );
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/webhook_endpoints/:id',
    params: {},
    returns: 'webhook_endpoint',
    handle: ({ account, path }) => find(account, path.id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/webhook_endpoints/:id',
    params: { url, enabled_events: enabledEvents, description: text, disabled: boolean, metadata },
    returns: 'webhook_endpoint',
    handle({ account, path, params: { disabled, metadata: change, ...plain } }) {
      const before = find(account, path.id);
      const asked = disabled ? 'disabled' : 'enabled';
      return account.webhookEndpoints.put({
        ...before,
        ...plain,
        metadata: mergeMetadata(before.metadata, change),
        status: disabled === undefined ? before.status : asked,
      });
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/webhook_endpoints/:id',
    params: {},
    returns: 'webhook_endpoint',
    handle({ account, path }) {
      const { id } = find(account, path.id);
      account.webhookEndpoints.delete(id);
      account.webhookSecrets.delete(id);
      for (const pending of account.pendingWebhooks.values()) pending.delete(id);
      return { id, object: 'webhook_endpoint', deleted: true };
    },
  }),
];

function find(account: Account, id: string): WebhookEndpoint {
  const found = account.webhookEndpoints.get(id);
  if (found === undefined) throw resourceMissing('webhook endpoint', id);
  return found;
}
