import type { Filter } from './kind';

export const ownerFilter: Filter = { name: 'user', label: 'Owner', as: 'text', isPersonal: true };

export const dateFilters: readonly Filter[] = [
  { name: 'created_from', label: 'From', as: 'from' },
  { name: 'created_to', label: 'To', as: 'to' },
];

export function choice(name: string, label: string, values: readonly string[]): Filter {
  return { name, label, as: 'choice', options: values.map((value) => [value, value.replaceAll('_', ' ')]) };
}
