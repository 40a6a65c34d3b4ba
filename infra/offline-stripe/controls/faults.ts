import type { ErrorBody } from '../http/api-error';

/** A request that is to go wrong. */
interface FaultRule {
  method?: string;
  /** Exact, a beginning followed by `*`, or with `:name` for any one segment. */
  path?: string;
  /** How many requests it hits. */
  times: number;
  delay_ms?: number;
  status?: number;
  error?: Partial<ErrorBody>;
  /** Whether the request has its effect before it goes wrong. */
  when: 'before' | 'after';
  /** Drops the connection instead of answering. */
  disconnect?: boolean;
}

export interface Fault extends FaultRule {
  id: string;
  remaining: number;
}

/** The faults asked for; the first one that fits a request is used up by it. */
export class Faults {
  private readonly rules: Fault[] = [];

  add(id: string, rule: FaultRule): Fault {
    const fault = { id, ...rule, remaining: rule.times };
    this.rules.push(fault);
    return fault;
  }

  all(): readonly Fault[] {
    return this.rules;
  }

  clear(): void {
    this.rules.length = 0;
  }

  take(method: string, path: string): Fault | undefined {
    const fault = this.rules.find(
      (rule) =>
        rule.remaining > 0 &&
        (rule.method === undefined || rule.method.toUpperCase() === method) &&
        (rule.path === undefined || pathPattern(rule.path).test(path)),
    );
    if (fault !== undefined) fault.remaining -= 1;
    return fault;
  }
}

function pathPattern(path: string): RegExp {
  const source = path
    .replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll(/:\w+/g, '[^/]+');
  return new RegExp(`^${source}$`);
}

const DEFAULT_ERRORS: Readonly<Record<number, ErrorBody>> = {
  401: { type: 'invalid_request_error', message: 'Invalid API Key provided.' },
  402: {
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'generic_decline',
    message: 'Your card was declined.',
  },
  409: {
    type: 'invalid_request_error',
    code: 'lock_timeout',
    message: 'This object cannot be accessed right now because another API request is accessing it.',
  },
  429: {
    type: 'invalid_request_error',
    code: 'rate_limit',
    message: 'Request rate limit exceeded.',
    rate_limited_reason: 'global-rate',
  },
};

/** The error of a fault: what it says itself over what its status usually means. */
export function faultError(fault: Fault, status: number): ErrorBody {
  const type = status >= 500 ? 'api_error' : 'invalid_request_error';
  const usual = DEFAULT_ERRORS[status] ?? { type, message: 'An injected fault.' };
  return { ...usual, ...fault.error };
}
