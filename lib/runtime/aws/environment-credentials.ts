/**
 * What stands in bundles for `@aws-sdk/credential-provider-node`: Lambda gives a function its role's credentials in the
 * environment, and nowhere else. The SDK's own chain looks at a developer's profiles, sign-ins and machine roles too,
 * which is a third of a client's size (docs/adr/0029).
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
