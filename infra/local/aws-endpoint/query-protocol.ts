import type { AwsError } from './aws-error';
import type { AwsReply, AwsRequest } from './aws-service';
import { escapeXml } from './xml';

/** The form that a service of AWS's query protocol (SES 1, STS) is called with; `Action` names the operation. */
export const queryForm = (request: AwsRequest): URLSearchParams =>
  new URLSearchParams(request.body.toString('utf8'));

export function queryReply(action: string, result: Record<string, string>): AwsReply {
  const fields = Object.entries(result).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  const body =
    `<${action}Response><${action}Result>${fields.join('')}</${action}Result>` +
    `<ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></${action}Response>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

export function queryError(error: AwsError): AwsReply {
  const denied = error.code === 'AccessDeniedException';
  const body =
    `<ErrorResponse><Error><Type>Sender</Type><Code>${denied ? 'AccessDenied' : error.code}</Code>` +
    `<Message>${escapeXml(error.message)}</Message></Error><RequestId>local</RequestId></ErrorResponse>`;
  return { status: denied ? 403 : error.status, headers: { 'content-type': 'text/xml' }, body };
}
