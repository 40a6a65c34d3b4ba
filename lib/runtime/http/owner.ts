import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as v from 'valibot';
import { detail } from './answer';
import { decodeJwt } from './decode-jwt';
import { VisibleError } from './visible-error';

const Authorized = v.object({ authorizer: v.object({ jwt: v.object({}) }) });
const Owner = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(255));

/**
 * Who the caller is: the configured claim of the token that the gateway has verified. It is read from the
 * token itself, because the gateway hands claims over as text, where a number looks like a name.
 * @throws VisibleError 403 if the claim is missing, empty or not a string
 */
export function ownerOf(event: APIGatewayProxyEventV2, claim: string): string {
  const isAuthorized = v.is(Authorized, event.requestContext);
  const claims = isAuthorized ? decodeJwt(event.headers.authorization) : {};
  const owner = v.safeParse(Owner, Object.hasOwn(claims, claim) ? claims[claim] : undefined);
  if (owner.success) return owner.output;
  throw new VisibleError(detail(403, `The token has no usable "${claim}" claim.`));
}
