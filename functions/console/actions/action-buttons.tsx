import { useRef, useState } from 'preact/hooks';
import type { Row } from '../api/row';
import type { Action } from './action';
import { ActionDialog } from './action-dialog';

interface ActionButtonsProps {
  actions: readonly Action[];
  row: Row;
  /** Something may have changed. */
  onDone(): void;
}

/** What can be done with a record as it is now. */
export function ActionButtons({ actions, row, onDone }: ActionButtonsProps) {
  const [open, setOpen] = useState<Action | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const offered = actions.filter((action) => action.isOffered(row));
  const close = (isDone: boolean) => {
    setOpen(null);
    // The button may be gone with the state that offered it.
    if (opener.current?.isConnected) opener.current.focus();
    if (isDone) onDone();
  };
  if (offered.length === 0 && !open) return null;
  return (
    <div class="actions">
      {offered.map((action) => (
        <button
          key={action.label}
          type="button"
          class={action.isDangerous ? 'danger-quiet' : undefined}
          onClick={({ currentTarget }) => {
            opener.current = currentTarget;
            setOpen(action);
          }}
        >
          {action.label}
        </button>
      ))}
      {open && <ActionDialog action={open} row={row} onClose={close} />}
    </div>
  );
}
