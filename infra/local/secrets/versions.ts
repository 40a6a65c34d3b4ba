import { AwsError } from '../aws-endpoint/aws-error';

/** A value that a secret has or had, and the staging labels that point to it: each label to one version at most. */
export interface Version {
  id: string;
  value: string;
  labels: Set<string>;
}

export type Versions = Map<string, Version>;

export const CURRENT = 'AWSCURRENT';

export function labelled(versions: Versions, label: string): Version | undefined {
  return [...versions.values()].find(({ labels }) => labels.has(label));
}

/** The first version is the current one, whatever labels were asked for; one that is there is not changed. */
export function addVersion(
  versions: Versions,
  id: string,
  value: string,
  labels: readonly string[],
): Version {
  const same = versions.get(id);
  if (same && same.value !== value) {
    throw new AwsError('ResourceExistsException', `A version ${id} with another value exists already.`);
  }
  const version = same ?? { id, value, labels: new Set<string>() };
  const all = versions.size === 0 ? [...labels, CURRENT] : labels;
  versions.set(id, version);
  for (const label of all) attach(versions, label, version);
  return version;
}

/** Moves a label, or takes it away. It moves from the version that it is at only where the caller names that one. */
export function moveLabel(
  versions: Versions,
  label: string,
  from: string | undefined,
  to: string | undefined,
) {
  const holder = labelled(versions, label);
  const isNamed = from === holder?.id || (from === undefined && holder?.id === to);
  if (holder && !isNamed) {
    const message = `The staging label ${label} is at another version than RemoveFromVersionId.`;
    throw new AwsError('InvalidParameterException', message);
  }
  if (to === undefined) {
    holder?.labels.delete(label);
    return;
  }
  const target = versions.get(to);
  if (!target) throw new AwsError('ResourceNotFoundException', `There is no version ${to}.`);
  attach(versions, label, target);
}

function attach(versions: Versions, label: string, version: Version): void {
  const holder = labelled(versions, label);
  if (holder === version) return;
  holder?.labels.delete(label);
  version.labels.add(label);
  if (label === CURRENT && holder) attach(versions, 'AWSPREVIOUS', holder);
}
