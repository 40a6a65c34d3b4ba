import { randomUUID } from 'node:crypto';
import {
  GetSecretValueCommand,
  InvalidParameterException,
  InvalidRequestException,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import * as v from 'valibot';
import { type SecretEditor, SetupError } from '../setup/ports';
import { SecretContent } from '../setup/secret-content';

/** Where a new value waits until it is current. */
const DRAFT = 'AASTRIPE_DRAFT';
const CURRENT = 'AWSCURRENT';
const TRIES = 5;

interface Current {
  content: SecretContent;
  /** Null if the secret has no value yet. */
  version: string | null;
}

/**
 * Changes the Stripe secret. Secrets Manager has no conditional put, but a label moves from one version to another only
 * if it is still at the version that the caller names: so a new value is put beside the current one, and becomes it only
 * if nobody else's has meanwhile.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export function secretEditor(client: SecretsManagerClient, arn: string): SecretEditor {
  const readCurrent = async (): Promise<Current> => {
    try {
      const { SecretString = '', VersionId = null } = await client.send(
        new GetSecretValueCommand({ SecretId: arn }),
      );
      return { content: parseContent(SecretString), version: VersionId };
    } catch (error) {
      // Made without a value, as the stack makes it.
      if (error instanceof ResourceNotFoundException)
        return { content: v.parse(SecretContent, {}), version: null };
      throw error;
    }
  };
  const swap = async (from: string | null, content: SecretContent): Promise<boolean> => {
    const { VersionId, VersionStages = [] } = await client.send(
      new PutSecretValueCommand({
        SecretId: arn,
        ClientRequestToken: randomUUID(),
        SecretString: JSON.stringify(content),
        VersionStages: [DRAFT],
      }),
    );
    // The first value of a secret is current at once.
    if (VersionStages.includes(CURRENT)) return true;
    try {
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId: arn,
          VersionStage: CURRENT,
          MoveToVersionId: VersionId,
          ...(from !== null && { RemoveFromVersionId: from }),
        }),
      );
      return true;
    } catch (error) {
      // Which of the two it is, AWS does not say.
      if (error instanceof InvalidParameterException || error instanceof InvalidRequestException)
        return false;
      throw error;
    }
  };
  return {
    read: async () => (await readCurrent()).content,
    change: async (change) => {
      for (let i = 0; i < TRIES; i += 1) {
        const { content, version } = await readCurrent();
        const next = change(content);
        if (await swap(version, next)) return next;
      }
      throw new SetupError('Others keep changing the secret. Run setup again once they have ended.');
    },
  };
}

/** @throws SetupError without the content, which may be a secret in the wrong shape */
function parseContent(text: string): SecretContent {
  try {
    return v.parse(SecretContent, text.trim() === '' ? {} : JSON.parse(text));
  } catch {
    throw new SetupError(
      'The secret holds something else than JSON like {"apiKey": "sk_…", "webhookSecrets": ["whsec_…"]}. Mend it first.',
    );
  }
}
