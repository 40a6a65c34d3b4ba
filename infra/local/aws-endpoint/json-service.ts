import * as v from 'valibot';
import type { Permission } from '../iam/permission';
import { type AwsError, AwsError as ServiceError, unsupported } from './aws-error';
import type { AwsReply, AwsRequest, AwsService } from './aws-service';

/** An operation of a service that speaks AWS JSON (`X-Amz-Target: Service.Operation`). */
export interface JsonOperation {
  permissions: Permission[];
  run(caller: string): unknown;
}

export type JsonOperations = Record<string, (input: unknown) => JsonOperation>;

/** A service of the AWS JSON protocol 1.0 or 1.1 made of its operations; others are refused by name. */
export function jsonService(prefix: string, operations: JsonOperations): AwsService {
  return {
    read(request) {
      const name = targetOperation(request);
      const open = operations[name];
      if (!open) throw unsupported(`${prefix}:${name}`);
      const operation = open(parseBody(request));
      return {
        operation: `${prefix}:${name}`,
        permissions: operation.permissions,
        run: async (caller) => jsonReply(200, (await operation.run(caller)) ?? {}),
      };
    },
    refuse: jsonError,
  };
}

/** The operation in `X-Amz-Target`. */
export function targetOperation(request: AwsRequest): string {
  const target = String(request.headers['x-amz-target'] ?? '');
  return target.slice(target.indexOf('.') + 1);
}

export function parseBody(request: AwsRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8') || '{}');
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not JSON');
  }
}

/** Reads an operation's input; what does not fit is the service's ValidationException. */
export function readInput<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new ServiceError('ValidationException', `${v.getDotPath(issue) ?? 'input'}: ${issue.message}`);
}

export function jsonReply(status: number, body: unknown): AwsReply {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) };
}

export function jsonError(error: AwsError): AwsReply {
  return jsonReply(error.status, { __type: error.code, message: error.message });
}
