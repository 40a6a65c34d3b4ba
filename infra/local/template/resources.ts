import * as v from 'valibot';
import { kinds } from './identity';
import { RefusedError } from './refused-error';
import type { ResolvedResource } from './resolve-stacks';

/** A resource whose properties have been read by the schema of the part that runs it. */
export type Resource<Properties> = Omit<ResolvedResource, 'properties'> & { properties: Properties };

/** The resources of the template, to be claimed by type; what nobody claims is refused. */
export interface Resources {
  /** Throws RefusedError for a property that the (strict) schema does not know. */
  claim<Schema extends v.GenericSchema>(type: string, schema: Schema): Resource<v.InferOutput<Schema>>[];
  /** Throws RefusedError when a resource that is not inert was claimed by no part. */
  refuseUnclaimed(): void;
}

export function createResources(resolved: ResolvedResource[]): Resources {
  const claimed = new Set<string>();
  return {
    claim(type, schema) {
      claimed.add(type);
      return resolved.filter((each) => each.type === type).map((each) => read(each, schema));
    },
    refuseUnclaimed() {
      const unclaimed = resolved.find((each) => !claimed.has(each.type) && !kinds[each.type]?.inert);
      if (unclaimed) throw new RefusedError(`${place(unclaimed)} has no local counterpart`);
    },
  };
}

function read<Schema extends v.GenericSchema>(
  resource: ResolvedResource,
  schema: Schema,
): Resource<v.InferOutput<Schema>> {
  const result = v.safeParse(schema, resource.properties);
  if (result.success) return { ...resource, properties: result.output };
  const [issue] = result.issues;
  const property = v.getDotPath(issue) ?? 'properties';
  const reason = issue.type === 'strict_object' ? 'has no local counterpart' : issue.message;
  throw new RefusedError(`${place(resource)}: property ${property} ${reason}`);
}

const place = (resource: ResolvedResource): string =>
  `${resource.stack}/${resource.logicalId} (${resource.type})`;
