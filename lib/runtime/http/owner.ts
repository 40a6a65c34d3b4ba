import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as v from 'valibot';
import { detail } from './answer';
import { decodeJwt } from './decode-jwt';
import { textFault } from './text-fault';
import { VisibleError } from './visible-error';

const Authorized = v.object({
  authorizer: v.object({ jwt: v.object({ claims: v.record(v.string(), v.unknown()) }) }),
});
/** Taken as it is or not at all: two claims must never become one owner. */
const Owner = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(255),
  v.check((owner) => owner.trim() === owner && textFault(owner) === null),
);

/**
 * Who the caller is: the configured claim of the token that the gateway has verified. It is read from the
 * token itself, because the gateway hands claims over as text, where a number looks like a name; both must say the same.
 * @throws VisibleError 403 if the claim is missing, empty or not a string
 */
export function ownerOf(event: APIGatewayProxyEventV2, claim: string): string {
  const context = v.safeParse(Authorized, event.requestContext);
  const verified = context.success ? context.output.authorizer.jwt.claims[claim] : undefined;
  const claims = decodeJwt(event.headers.authorization);
  const owner = v.safeParse(Owner, Object.hasOwn(claims, claim) ? claims[claim] : undefined);
  if (owner.success && owner.output === verified) return owner.output;
  throw new VisibleError(detail(403, `The token has no usable "${claim}" claim.`));
}

/**
 * Which operator calls: the subject of the token, or the client where a program has a token without one.
 * @throws VisibleError 403 if neither is usable
 */
export function operatorOf(event: APIGatewayProxyEventV2): string {
  const claims = decodeJwt(event.headers.authorization);
  const isProgram = !Object.hasOwn(claims, 'sub') && Object.hasOwn(claims, 'client_id');
  return ownerOf(event, isProgram ? 'client_id' : 'sub');
}
