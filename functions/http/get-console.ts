import { join } from 'node:path';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readEnvironment } from '../../lib/runtime/environment';
import { pageHeaders } from '../../lib/runtime/http/page-headers';
import { readStaticFiles, type StaticFile, staticFile } from '../../lib/runtime/http/static-files';
import { lazy } from '../../lib/runtime/lazy';
import { environments } from '../environments';

const env = readEnvironment(environments['get-console']);

/** What the pages have to know of this stage. All of it is public. */
const config = {
  issuer: env.CONSOLE_ISSUER,
  client_id: env.CONSOLE_CLIENT_ID,
  scope: 'openid aa-stripe/admin',
  resource: env.CONSOLE_RESOURCE === '' ? null : env.CONSOLE_RESOURCE,
  livemode: env.LIVEMODE === 'true',
  stage: env.STAGE,
  raw_data_on_bus: env.RAW_DATA_ON_BUS === 'true',
};

const HEADERS = pageHeaders(env.CONSOLE_ORIGINS.split(' '));

/** The folder is made beside the bundle: see infra/bundle-console.ts. */
const files = lazy(() => {
  const own = readStaticFiles(join(__dirname, 'console'));
  return own.set('config.json', staticFile('config.json', Buffer.from(JSON.stringify(config))));
});

/** `GET /aa-stripe/console…`: the operator console's files. It holds nothing secret, and asks the API for the rest. */
export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const name = event.pathParameters?.['file'] ?? 'index.html';
  // What has no extension is a place in the console, of which the page takes care.
  const file = files().get(name.includes('.') ? name : 'index.html');
  if (!file)
    return { statusCode: 404, headers: { ...HEADERS, 'content-type': 'text/plain' }, body: 'Not found.' };
  const headers = { ...HEADERS, 'content-type': file.type, etag: file.etag };
  if (event.headers['if-none-match'] === file.etag) return { statusCode: 304, headers };
  return { statusCode: 200, ...encoded(file, headers, event.headers['accept-encoding'] ?? '') };
};

function encoded({ bytes, gzipped }: StaticFile, headers: Record<string, string>, accepted: string) {
  if (!/\bgzip\b/.test(accepted)) return { headers, body: bytes.toString() };
  return {
    headers: { ...headers, 'content-encoding': 'gzip' },
    body: gzipped.toString('base64'),
    isBase64Encoded: true,
  };
}
