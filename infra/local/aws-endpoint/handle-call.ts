import { setTimeout as sleep } from 'node:timers/promises';
import type { Tell } from '../console/report';
import type { Authorize } from '../iam/authorize';
import type { Permission } from '../iam/permission';
import { AwsError } from './aws-error';
import type { AwsCall, AwsReply, AwsRequest, AwsService } from './aws-service';
import type { Caller, Callers } from './callers';
import type { Fault, Faults } from './faults';

export interface Endpoint {
  /** By the service name in the request's signature scope. */
  services: Record<string, AwsService>;
  callers: Callers;
  authorize: Authorize;
  faults: Faults;
  tell: Tell;
}

/** Answers one AWS request, or undefined when a fault says that no answer ever comes. */
export async function handleCall(endpoint: Endpoint, request: AwsRequest): Promise<AwsReply | undefined> {
  const scope = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? '');
  if (!scope) return { status: 403, body: '{"message":"Missing Authentication Token"}' };
  const [, accessKeyId = '', serviceName = ''] = scope;
  const service = endpoint.services[serviceName];
  if (!service)
    return { status: 400, body: `{"message":"AWS service ${serviceName} has no local counterpart"}` };
  const caller = endpoint.callers.find(accessKeyId);
  try {
    const call = service.read(request);
    if (caller) await requirePermissions(endpoint, caller, call.permissions);
    return await runWithFaults(endpoint, call, caller);
  } catch (error) {
    if (error instanceof AwsError) return service.refuse(error);
    endpoint.tell({
      kind: 'notice',
      message: `${serviceName}: ${error instanceof Error ? error.message : error}`,
    });
    return service.refuse(new AwsError('InternalServerError', String(error), 500));
  }
}

async function requirePermissions({ authorize, tell }: Endpoint, caller: Caller, permissions: Permission[]) {
  for (const permission of permissions) {
    const { action, resource, alternative } = permission;
    if (await authorize(caller.principal, permission)) continue;
    if (alternative && (await authorize(caller.principal, { ...permission, resource: alternative })))
      continue;
    tell({ kind: 'denied', principal: caller.principal.arn, action, resource });
    throw new AwsError(
      'AccessDeniedException',
      `User: ${caller.principal.arn} is not authorized to perform: ${action} on resource: ${resource} ` +
        `because no identity-based policy allows the ${action} action`,
    );
  }
}

async function runWithFaults(endpoint: Endpoint, call: AwsCall, caller: Caller | undefined) {
  const strike = async (when: Fault['when']): Promise<boolean> => {
    const fault = endpoint.faults.take(call.operation, caller?.names ?? [], when);
    if (!fault) return true;
    endpoint.tell({ kind: 'fault', operation: call.operation, action: `${fault.action} ${when}` });
    return applyFault(fault, caller);
  };
  if (!(await strike('before'))) return undefined;
  const reply = await call.run(caller?.principal.arn ?? 'arn:aws:iam::000000000000:root');
  return (await strike('after')) ? reply : undefined;
}

/** False when the caller gets no answer. */
async function applyFault(fault: Fault, caller: Caller | undefined): Promise<boolean> {
  switch (fault.action) {
    case 'delay':
      await sleep(fault.delay_ms);
      return true;
    case 'error':
      throw new AwsError(fault.error_code, 'A fault was asked for', fault.status);
    case 'throttle':
      throw new AwsError('ThrottlingException', 'Rate exceeded');
    case 'kill':
      caller?.kill();
      return false;
    case 'timeout':
      return false;
  }
}
