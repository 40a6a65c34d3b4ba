interface TableHeadProps {
  columns: readonly { label: string; isEnd?: boolean | undefined }[];
}

/** The names of a table's columns. */
export function TableHead({ columns }: TableHeadProps) {
  return (
    <thead>
      <tr>
        {columns.map(({ label, isEnd }) => (
          <th key={label} scope="col" class={isEnd ? 'end' : undefined}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
  );
}
