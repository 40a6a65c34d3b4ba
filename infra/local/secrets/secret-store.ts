import { randomBytes, randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Resources } from '../template/resources';
import { addVersion, CURRENT, type Versions } from './versions';

const secretSchema = v.strictObject({
  Name: v.optional(v.string()),
  Description: v.optional(v.string()),
  KmsKeyId: v.optional(v.string()),
  GenerateSecretString: v.optional(
    v.object({ SecretStringTemplate: v.optional(v.string()), GenerateStringKey: v.optional(v.string()) }),
  ),
  Tags: v.optional(v.unknown()),
});

export interface Secret {
  arn: string;
  name: string;
  created: Date;
  /** Empty until a value is put. */
  versions: Versions;
}

export interface SecretStore {
  /** By ARN or name. */
  find(id: string): Secret | undefined;
  /** Puts a current value. */
  put(secret: Secret, value: string): void;
}

/** The secrets of the template; one that asks for a generated value has a random one. */
export function createSecretStore(resources: Resources): SecretStore {
  const put = ({ versions }: Secret, value: string) => {
    addVersion(versions, randomUUID(), value, [CURRENT]);
  };
  const secrets = resources
    .claim('AWS::SecretsManager::Secret', secretSchema)
    .map(({ ref: arn, properties }) => {
      const name = (arn.split(':secret:')[1] ?? '').replace(/-local0$/, '');
      const secret: Secret = { arn, name, created: new Date(), versions: new Map() };
      const { SecretStringTemplate: template, GenerateStringKey: key } =
        properties.GenerateSecretString ?? {};
      if (properties.GenerateSecretString) put(secret, generate(template, key));
      return secret;
    });
  return { put, find: (id) => secrets.find((secret) => secret.arn === id || secret.name === id) };
}

function generate(template: string | undefined, key: string | undefined): string {
  const random = randomBytes(24).toString('base64url');
  if (template === undefined || key === undefined) return random;
  const fields: unknown = JSON.parse(template);
  return JSON.stringify({ ...(typeof fields === 'object' ? fields : {}), [key]: random });
}
