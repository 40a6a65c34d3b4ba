import { StripeDeniedError } from '../../lib/operation/errors';
import type { NameOf } from '../../lib/runtime/metric-names';
import { countMetrics } from '../../lib/runtime/metrics';

/** Counts what goes wrong between here and Stripe. What goes well costs nothing, not even a line of the log. */
export function stripeCounts(stage: string) {
  const count = countMetrics('stripe', stage);
  return {
    ofAnswer: (method: string, status: number | null): void => {
      const fault = faultOf(status);
      if (!fault) return;
      // A write that broke may have been made: only looking at Stripe can tell.
      const isOpen = method !== 'GET' && (status === null || status >= 500);
      count({ [fault]: 1, ...(isOpen && { OutcomesUnknown: 1 }) });
    },
    /** A key of the other mode is refused before anything is sent, and stops as much as one that Stripe refuses. */
    ofKey: (apiKey: () => Promise<string>) => async (): Promise<string> => {
      try {
        return await apiKey();
      } catch (error) {
        if (error instanceof StripeDeniedError) count({ KeyRefused: 1 });
        throw error;
      }
    },
  };
}

function faultOf(status: number | null): NameOf<'stripe'> | null {
  if (status === null) return 'ConnectionsLost';
  if (status === 401 || status === 403) return 'KeyRefused';
  if (status === 429) return 'RateLimited';
  return status >= 500 ? 'ServerErrors' : null;
}
