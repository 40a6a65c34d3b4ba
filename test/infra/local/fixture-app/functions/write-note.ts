import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

const dynamo = new DynamoDBClient({});
const secrets = new SecretsManagerClient({});

/** Echoes under /echo; else writes the body as a note and answers its id, the process and the secret's fields. */
export async function handler(event: APIGatewayProxyEventV2) {
  if (event.rawPath.startsWith('/echo')) return echo(event);
  if (!event.body) return { statusCode: 200, body: JSON.stringify({ context: event.requestContext }) };
  const note: { id: string; text: string } = JSON.parse(
    event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body,
  );
  console.log(JSON.stringify({ level: 'INFO', message: `writing ${note.id}` }));
  await dynamo.send(
    new PutItemCommand({
      TableName: process.env.TABLE_NAME,
      Item: {
        pk: { S: note.id },
        sk: { S: 'note' },
        kind: { S: 'note' },
        text: { S: note.text },
        raw: { B: Buffer.from(note.text) },
      },
    }),
  );
  const secret = await secrets.send(new GetSecretValueCommand({ SecretId: process.env.SECRET_ARN }));
  return {
    statusCode: 201,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      id: note.id,
      pid: process.pid,
      secret: Object.keys(JSON.parse(secret.SecretString ?? '{}')),
    }),
  };
}

async function echo(event: APIGatewayProxyEventV2) {
  if (event.rawPath === '/echo/hang') await new Promise((resolve) => setTimeout(resolve, 60_000));
  if (event.rawPath === '/echo/throw') throw new TypeError('asked to throw');
  if (event.rawPath === '/echo/malformed') return { statusCode: 'two hundred' };
  return { cookies: ['a=1', 'b=2'], statusCode: 200, body: JSON.stringify(event) };
}
