import { httpHandler } from '../../lib/runtime/http/http-handler';
import { logger } from '../../lib/runtime/logger';
import document from './openapi.json';

const json = JSON.stringify(document);

/** `GET /aa-stripe/openapi.json`: what the API takes and answers, made of the schemas that validate. */
export const handler = httpHandler(logger('get-openapi'), async () => ({ status: 200, body: { json } }));
