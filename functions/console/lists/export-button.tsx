import { useRef, useState } from 'preact/hooks';
import type { Query } from '../api/api';
import type { Row } from '../api/row';
import { shown } from '../api/use-load';
import type { Kind } from '../kinds/kind';
import { useConsole } from '../shell/console-context';
import { toCsv } from './csv';

/** More would be a job for the table's own export, and for a spreadsheet too. */
const MOST = 10_000;

/** The list as a file, with all pages that its filters let through. */
export function ExportButton({ kind, query }: { kind: Kind; query: Query }) {
  const { api } = useConsole();
  const [said, setSaid] = useState('');
  const running = useRef<AbortController | null>(null);

  const run = async () => {
    if (running.current) return running.current.abort();
    const abort = new AbortController();
    running.current = abort;
    const rows: Row[] = [];
    try {
      let cursor: string | null = null;
      do {
        setSaid(`${rows.length} so far; press again to stop`);
        const asked: Query = { ...query, limit: '100', ...(cursor !== null && { cursor }) };
        const page: { results: Row[]; next: string | null } = await api.page(kind.list, asked, abort.signal);
        rows.push(...page.results);
        cursor = page.next;
      } while (cursor !== null && rows.length < MOST);
      save(`${kind.name}.csv`, toCsv(kind.exported, rows));
      setSaid(
        cursor === null
          ? `${rows.length} exported`
          : `The newest ${rows.length} exported; narrow the list for others`,
      );
    } catch (error) {
      setSaid(abort.signal.aborted ? 'Stopped; nothing was exported' : shown(error).message);
    }
    running.current = null;
  };

  return (
    <span class="export">
      <span class="hint" role="status">
        {said}
      </span>
      <button type="button" onClick={run}>
        Export CSV
      </button>
    </span>
  );
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
