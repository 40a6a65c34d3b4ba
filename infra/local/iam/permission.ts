/** One action on one resource, with the condition keys that the request carries. */
export interface Permission {
  action: string;
  resource: string;
  context?: Record<string, string | string[]>;
  /** A resource that will do instead: an address belongs to its own SES identity or to its domain's. */
  alternative?: string;
}

/** Who asks: a role's session (with its policies), or an AWS service acting for a resource. */
export type Principal =
  | { arn: string; policies: readonly NamedPolicy[] }
  | { service: string; sourceArn: string };

export interface NamedPolicy {
  name: string;
  policy: unknown;
}
