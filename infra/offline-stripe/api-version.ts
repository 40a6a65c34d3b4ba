/** The only version of Stripe's API that is spoken here: the one the SDK of this project pins. */
export const API_VERSION = '2026-10-28.endive';
