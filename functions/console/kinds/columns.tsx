import { numberOf, type Row, textOf } from '../api/row';
import { Chip } from '../parts/chip';
import { Moment } from '../parts/moment';
import { Money, Nothing } from '../parts/money';
import { hrefOf } from '../shell/href';
import { Link } from '../shell/link';
import type { Column, State } from './kind';

export function idColumn(page: string, name: string, label = 'Id'): Column {
  return { label, show: (row) => <RecordLink page={page} id={textOf(row, name)} /> };
}

export function textColumn(label: string, name: string): Column {
  return { label, show: (row) => textOf(row, name) ?? <Nothing /> };
}

export function codeColumn(label: string, name: string): Column {
  return { label, show: (row) => <Code text={textOf(row, name)} /> };
}

export const createdColumn: Column = {
  label: 'Created',
  show: (row) => <Moment at={textOf(row, 'created')} />,
};

export function moneyColumn(label: string, name: string): Column {
  return {
    label,
    isEnd: true,
    show: (row) => <Money minor={numberOf(row, name)} currency={textOf(row, 'currency')} />,
  };
}

export function stateColumn(state: (row: Row) => State): Column {
  return {
    label: 'State',
    show: (row) => {
      const { tone, text } = state(row);
      return <Chip tone={tone}>{text}</Chip>;
    },
  };
}

/** Leads to the record's page. */
export function RecordLink({ page, id }: { page: string; id: string | null }) {
  if (id === null) return <Nothing />;
  return (
    <Link to={hrefOf([page, id])} class="code">
      {id}
    </Link>
  );
}

/** Leads to the records of an owner, who is not named in the address. */
export function OwnerLink({ user, page = 'charges' }: { user: string | null; page?: string }) {
  if (user === null) return <Nothing />;
  return (
    <Link to={hrefOf([page])} kept={{ user }}>
      {user}
    </Link>
  );
}

export function Code({ text }: { text: string | null }) {
  return text === null ? <Nothing /> : <span class="code">{text}</span>;
}

export function yesNo(value: unknown): string {
  return value === true ? 'yes' : 'no';
}

/** Pairs that the business attached. */
export function Pairs({ of }: { of: Row | null }) {
  const pairs = Object.entries(of ?? {});
  if (pairs.length === 0) return <Nothing />;
  return (
    <ul class="pairs">
      {pairs.map(([name, value]) => (
        <li key={name}>
          <span class="code">{name}</span>: {typeof value === 'string' ? value : JSON.stringify(value)}
        </li>
      ))}
    </ul>
  );
}
