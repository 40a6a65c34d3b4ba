import type { Row } from '../api/row';
import type { Kind } from '../kinds/kind';
import { TableHead } from '../parts/table-head';

interface RecordTableProps {
  kind: Kind;
  rows: readonly Row[];
  caption: string;
  isBusy: boolean;
}

/** Rows of one kind. On narrow screens each row stands as a block, with its labels beside it (style.css). */
export function RecordTable({ kind, rows, caption, isBusy }: RecordTableProps) {
  return (
    <table aria-busy={isBusy}>
      <caption class="visually-hidden">{caption}</caption>
      <TableHead columns={kind.columns} />
      <tbody>
        {rows.map((row) => (
          <tr key={kind.idOf(row)}>
            {kind.columns.map(({ label, isEnd, show }) => (
              <td key={label} data-label={label} class={isEnd ? 'end' : undefined}>
                {show(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
