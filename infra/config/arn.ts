import { Token } from 'aws-cdk-lib';

/** Also one that is known only when the stack is deployed. */
export function isArn(text: string): boolean {
  return Token.isUnresolved(text) || /^arn:[\w-]+:[\w-]+:/.test(text);
}
