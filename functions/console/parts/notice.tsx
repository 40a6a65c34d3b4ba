import type { ComponentChildren } from 'preact';
import type { ApiError } from '../api/api-error';
import type { Tone } from './tone';

export function Notice({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return (
    <div class={`notice notice-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

/** Why something could not be shown, and a way to try again. */
export function Failed({ error, retry }: { error: ApiError; retry?: () => void }) {
  const fields = Object.entries(error.fields);
  return (
    <Notice tone="bad">
      <p>{error.message}</p>
      {fields.map(([name, messages]) => (
        <p key={name}>
          <code>{name}</code>: {messages.join(' ')}
        </p>
      ))}
      {retry && error.status !== 403 && error.status !== 404 && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </Notice>
  );
}
