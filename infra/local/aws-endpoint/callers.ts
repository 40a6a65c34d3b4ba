import { randomBytes } from 'node:crypto';
import type { Principal } from '../iam/permission';

/** The process of a function that calls AWS. */
export interface Caller {
  principal: Principal & { arn: string };
  /** The function's logical id and name. */
  names: readonly string[];
  kill(): void;
}

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** Which access key belongs to which function process. Whoever has none of these is the account's administrator. */
export interface Callers {
  issue(caller: Caller): Credentials;
  find(accessKeyId: string): Caller | undefined;
  revoke(accessKeyId: string): void;
}

export function createCallers(): Callers {
  const byKey = new Map<string, Caller>();
  return {
    issue(caller) {
      const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
      byKey.set(accessKeyId, caller);
      return {
        accessKeyId,
        secretAccessKey: randomBytes(20).toString('hex'),
        sessionToken: randomBytes(20).toString('hex'),
      };
    },
    find: (accessKeyId) => byKey.get(accessKeyId),
    revoke: (accessKeyId) => void byKey.delete(accessKeyId),
  };
}
