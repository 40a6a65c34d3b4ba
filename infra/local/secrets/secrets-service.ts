import * as v from 'valibot';
import { AwsError } from '../aws-endpoint/aws-error';
import type { AwsService } from '../aws-endpoint/aws-service';
import { jsonService, readInput } from '../aws-endpoint/json-service';
import type { Secret, SecretStore } from './secret-store';

const SecretId = v.string();
const getInput = v.strictObject({ SecretId, VersionStage: v.optional(v.literal('AWSCURRENT')) });
const putInput = v.strictObject({
  SecretId,
  SecretString: v.string(),
  ClientRequestToken: v.optional(v.string()),
});

/** Secrets Manager: reading and replacing the current value. */
export function secretsService(store: SecretStore): AwsService {
  const find = (id: string): Secret => {
    const secret = store.find(id);
    if (secret) return secret;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  };
  const named = ({ arn, name }: Secret) => ({ ARN: arn, Name: name });
  const permissions = (action: string, secret: Secret) => [
    { action: `secretsmanager:${action}`, resource: secret.arn },
  ];
  return jsonService('secretsmanager', {
    GetSecretValue: (raw) => {
      const secret = find(readInput(getInput, raw).SecretId);
      return {
        permissions: permissions('GetSecretValue', secret),
        run: () => {
          if (!secret.current) {
            const message =
              "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT";
            throw new AwsError('ResourceNotFoundException', message);
          }
          const { value, versionId } = secret.current;
          return {
            ...named(secret),
            SecretString: value,
            VersionId: versionId,
            VersionStages: ['AWSCURRENT'],
          };
        },
      };
    },
    PutSecretValue: (raw) => {
      const input = readInput(putInput, raw);
      const secret = find(input.SecretId);
      return {
        permissions: permissions('PutSecretValue', secret),
        run: () => {
          const VersionId = store.put(secret, input.SecretString);
          return { ...named(secret), VersionId, VersionStages: ['AWSCURRENT'] };
        },
      };
    },
    DescribeSecret: (raw) => {
      const secret = find(readInput(v.object({ SecretId }), raw).SecretId);
      return {
        permissions: permissions('DescribeSecret', secret),
        run: () => ({
          ...named(secret),
          CreatedDate: secret.created.getTime() / 1000,
          VersionIdsToStages: secret.current ? { [secret.current.versionId]: ['AWSCURRENT'] } : {},
        }),
      };
    },
  });
}
