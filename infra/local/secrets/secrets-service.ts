import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { AwsError } from '../aws-endpoint/aws-error';
import type { AwsService } from '../aws-endpoint/aws-service';
import { jsonService, readInput } from '../aws-endpoint/json-service';
import type { Secret, SecretStore } from './secret-store';
import { addVersion, CURRENT, labelled, moveLabel, type Version } from './versions';

const SecretId = v.string();
const getInput = v.strictObject({ SecretId, VersionStage: v.optional(v.literal('AWSCURRENT')) });
const putInput = v.strictObject({
  SecretId,
  SecretString: v.string(),
  ClientRequestToken: v.optional(v.string()),
  VersionStages: v.optional(v.array(v.string())),
});
const moveInput = v.strictObject({
  SecretId,
  VersionStage: v.string(),
  RemoveFromVersionId: v.optional(v.string()),
  MoveToVersionId: v.optional(v.string()),
});

/** Secrets Manager: reading the current value, putting another, and moving the labels that say which is current. */
export function secretsService(store: Pick<SecretStore, 'find'>): AwsService {
  const find = (id: string): Secret => {
    const secret = store.find(id);
    if (secret) return secret;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  };
  const named = ({ arn, name }: Secret) => ({ ARN: arn, Name: name });
  const versionOf = ({ id, labels }: Version) => ({ VersionId: id, VersionStages: [...labels] });
  const permissions = (action: string, secret: Secret) => [
    { action: `secretsmanager:${action}`, resource: secret.arn },
  ];
  return jsonService('secretsmanager', {
    GetSecretValue: (raw) => {
      const secret = find(readInput(getInput, raw).SecretId);
      return {
        permissions: permissions('GetSecretValue', secret),
        run: () => {
          const current = labelled(secret.versions, CURRENT);
          if (!current) {
            const message =
              "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT";
            throw new AwsError('ResourceNotFoundException', message);
          }
          return { ...named(secret), SecretString: current.value, ...versionOf(current) };
        },
      };
    },
    PutSecretValue: (raw) => {
      const input = readInput(putInput, raw);
      const secret = find(input.SecretId);
      return {
        permissions: permissions('PutSecretValue', secret),
        run: () => {
          const { ClientRequestToken: id = randomUUID(), SecretString, VersionStages = [CURRENT] } = input;
          return {
            ...named(secret),
            ...versionOf(addVersion(secret.versions, id, SecretString, VersionStages)),
          };
        },
      };
    },
    UpdateSecretVersionStage: (raw) => {
      const { VersionStage, RemoveFromVersionId, MoveToVersionId, ...input } = readInput(moveInput, raw);
      const secret = find(input.SecretId);
      return {
        permissions: permissions('UpdateSecretVersionStage', secret),
        run: () => {
          moveLabel(secret.versions, VersionStage, RemoveFromVersionId, MoveToVersionId);
          return named(secret);
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
          VersionIdsToStages: Object.fromEntries(
            [...secret.versions.values()].map(({ id, labels }) => [id, [...labels]]),
          ),
        }),
      };
    },
  });
}
