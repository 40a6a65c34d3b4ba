import type { ComponentChildren } from 'preact';

export interface ShownField {
  label: string;
  value: ComponentChildren;
}

export function FieldList({ fields }: { fields: readonly ShownField[] }) {
  return (
    <dl class="fields">
      {fields.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
