import { startOfflineStripe } from '../../offline-stripe/start';

/** The offline Stripe, in a process of its own. */
process.on('disconnect', () => process.exit(0));
startOfflineStripe().then(({ url }) => process.send?.(url));
