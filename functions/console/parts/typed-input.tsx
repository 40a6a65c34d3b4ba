interface TypedInputProps {
  as: 'text' | 'date' | 'datetime-local';
  id: string;
  name: string;
  value: string;
  inputMode?: 'decimal' | 'numeric' | 'text';
  'aria-invalid'?: boolean;
  'aria-required'?: boolean;
  'aria-describedby'?: string;
  onInput(event: { currentTarget: { value: string } }): void;
  onBlur?(): void;
}

/** One line of text, a day or a time. Browsers are not to remember any. */
export function TypedInput({ as, ...rest }: TypedInputProps) {
  const props = { ...rest, autoComplete: 'off', spellcheck: false };
  if (as === 'date') return <input {...props} type="date" />;
  if (as === 'datetime-local') return <input {...props} type="datetime-local" />;
  return <input {...props} type="text" />;
}
