import type { Encryption } from './encryption';

/** How data is kept: encrypted with what, and whether it outlives the stack. */
export interface Keeping {
  config: { keepData: boolean };
  encryption: Encryption;
}
