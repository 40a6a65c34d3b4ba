import * as v from 'valibot';
import { spec } from '../../../lib/runtime/http/spec';

export const openApiSpecs = {
  'GET /aa-stripe/openapi.json': spec({
    operationId: 'getOpenApi',
    summary: 'This document.',
    answers: { 200: { means: 'OpenAPI 3.1.', body: v.record(v.string(), v.unknown()) } },
  }),
};
