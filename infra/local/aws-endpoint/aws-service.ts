import type { IncomingHttpHeaders } from 'node:http';
import type { Permission } from '../iam/permission';
import type { AwsError } from './aws-error';

export interface AwsRequest {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface AwsReply {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** A call that has been read: what it is called, what it needs, and what it does. */
export interface AwsCall {
  /** `service:Operation`, as IAM would name it. */
  operation: string;
  permissions: Permission[];
  run(caller: string): AwsReply | Promise<AwsReply>;
}

/** One AWS service behind the endpoint. `read` throws AwsError for what the service would refuse. */
export interface AwsService {
  read(request: AwsRequest): AwsCall;
  refuse(error: AwsError): AwsReply;
}
