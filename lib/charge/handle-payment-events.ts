import * as v from 'valibot';
import { mirrorEvents } from '../webhook/mirror-events';
import type { EventHandler } from '../webhook/ports';
import type { StripeEvent } from '../webhook/stripe-event';
import { chargeCourse } from './charge-course';
import type { ChargePorts } from './ports';

const Text = v.fallback(v.nullable(v.string()), null);
const Subject = v.object({ id: Text, object: Text, payment_intent: Text, charge: Text });

/** `payment_intent.*`, `charge.*`, `charge.dispute.*`, `charge.refund.*` and `refund.*`: all are news of a payment. */
export function paymentEvents(ports: Pick<ChargePorts, 'charges' | 'payments' | 'time'>): EventHandler {
  return mirrorEvents({
    name: 'payment',
    signed: ['payment_intent', 'charge'],
    answered: ['payment_intent', 'charge', 'refund'],
    course: chargeCourse(ports),
    subjectOf: paymentOf,
    find: async (stripeId, ours) => {
      const linked = await ports.charges.findByStripeId(stripeId);
      return linked ?? (ours === null ? null : ports.charges.find(ours));
    },
    isErased: ({ erased_at }) => erased_at !== null,
    time: ports.time,
  });
}

/** The intent where there is one, else the charge of the older kind. */
function paymentOf(event: StripeEvent): string | null {
  const { id, object, payment_intent, charge } = v.parse(Subject, event.object);
  if (object === 'payment_intent') return id;
  return payment_intent ?? (object === 'charge' ? id : charge);
}
