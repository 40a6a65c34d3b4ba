import { AwsError } from '../aws-endpoint/aws-error';
import type { Faults } from '../aws-endpoint/faults';
import type { Tell } from '../console/report';
import type { Authorize } from '../iam/authorize';
import type { Principal } from '../iam/permission';
import type { InvokeLater } from '../lambda/async-invoker';
import type { Invoker } from '../lambda/invoker';
import type { Queue } from '../sqs/queue';
import { RefusedError } from '../template/refused-error';

export interface DeliveryOptions {
  invoker: Invoker;
  invokeLater: InvokeLater;
  queues: ReadonlyMap<string, Queue>;
  authorize: Authorize;
  faults: Faults;
  tell: Tell;
}

/** Hands JSON to the function or queue with an ARN, for a rule or a schedule. */
export interface Delivery {
  /** Throws AwsError: AccessDeniedException when `principal` may not, anything else when a fault says so. */
  deliver(arn: string, body: string, principal: Principal): Promise<void>;
  /** Throws RefusedError when nothing here has this ARN. */
  requireTarget(arn: string, where: string): void;
}

export function createDelivery({
  invoker,
  invokeLater,
  queues,
  authorize,
  faults,
  tell,
}: DeliveryOptions): Delivery {
  return {
    requireTarget(arn, where) {
      if (!queues.has(arn) && !invoker.find(arn))
        throw new RefusedError(`${where}: target ${arn} has no local counterpart`);
    },
    async deliver(arn, body, principal) {
      const queue = queues.get(arn);
      const action = queue ? 'sqs:SendMessage' : 'lambda:InvokeFunction';
      if (!(await authorize(principal, { action, resource: arn }))) {
        const who = 'service' in principal ? principal.sourceArn : principal.arn;
        tell({ kind: 'denied', principal: who, action, resource: arn });
        throw new AwsError(
          'AccessDeniedException',
          `${who} is not authorized to perform: ${action} on ${arn}`,
        );
      }
      const fault = faults.take(
        action,
        ['service' in principal ? principal.service : principal.arn],
        'before',
      );
      if (fault) throw new AwsError(fault.error_code, 'A fault was asked for', fault.status);
      const fn = invoker.find(arn);
      if (queue) queue.send(body);
      else if (fn) invokeLater(fn, body);
    },
  };
}
