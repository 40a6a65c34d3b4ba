import type Stripe from 'stripe';
import { lazy } from '../runtime/lazy';

/**
 * Stripe's SDK, loaded when something is first asked of Stripe: it is half of a bundle and a fifth of its time to load, and
 * lists, refusals and runs with nothing due do without it.
 */
export const sdk = lazy((): typeof Stripe => require('stripe'));
