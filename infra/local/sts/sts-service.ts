import { unsupported } from '../aws-endpoint/aws-error';
import type { AwsService } from '../aws-endpoint/aws-service';
import { queryError, queryForm, queryReply } from '../aws-endpoint/query-protocol';
import type { Account } from '../template/identity';

/** STS: who am I. */
export function stsService(account: Account): AwsService {
  return {
    refuse: queryError,
    read(request) {
      const action = queryForm(request).get('Action') ?? '';
      if (action !== 'GetCallerIdentity') throw unsupported(`sts:${action}`);
      return {
        operation: 'sts:GetCallerIdentity',
        permissions: [],
        run: (caller) => queryReply(action, { Arn: caller, UserId: 'local', Account: account.id }),
      };
    },
  };
}
