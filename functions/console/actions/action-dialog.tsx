import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { ApiError, FieldErrors } from '../api/api-error';
import type { Row } from '../api/row';
import { shown } from '../api/use-load';
import { Notice } from '../parts/notice';
import { useConsole } from '../shell/console-context';
import { Link } from '../shell/link';
import type { Action, Outcome, Values } from './action';
import { FormFieldInput } from './form-field-input';

interface ActionDialogProps {
  action: Action;
  row: Row;
  /** Called when it closes; `isDone` if something was changed, or may have been. */
  onClose(isDone: boolean): void;
}

/** Says what will happen, asks what it needs to know, does it, and says what came of it. */
export function ActionDialog({ action, row, onClose }: ActionDialogProps) {
  const { api } = useConsole();
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const doneButton = useRef<HTMLButtonElement>(null);
  const titleId = useId();
  const fields = action.fields?.(row) ?? [];
  const [values, setValues] = useState<Values>(() =>
    Object.fromEntries(fields.map((field) => [field.name, field.initial ?? ''])),
  );
  const [isBusy, setIsBusy] = useState(false);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const isTouched = useRef(false);
  const key = useRef({ body: '', key: '' });
  const visible = fields.filter((field) => field.when?.(values) ?? true);

  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    if (outcome) doneButton.current?.focus();
  }, [outcome]);
  // The first field at fault is where whoever types goes on.
  useEffect(() => {
    if (Object.keys(errors).length > 0)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);

  const close = () => dialog.current?.close();
  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    setErrors({});
    setFailure(null);
    const asked = Object.fromEntries(visible.map(({ name }) => [name, values[name] ?? '']));
    const wish = action.wish(row, asked);
    if ('errors' in wish) return setErrors(wish.errors);
    setIsBusy(true);
    try {
      const answer = await api.send({ ...wish, idempotencyKey: keyFor(JSON.stringify(wish), key.current) });
      isTouched.current = true;
      setOutcome(action.outcome(answer, asked));
    } catch (error) {
      const refused = shown(error);
      // Even a refusal may have left its mark on the record, as a declined payment does.
      isTouched.current = true;
      if (!refused.isWorthRepeating) key.current = { body: '', key: '' };
      setErrors(refused.fields);
      setFailure(refused);
    }
    setIsBusy(false);
  };

  const unplaced = Object.entries(errors).filter(([name]) => !visible.some((field) => field.name === name));
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={() => onClose(isTouched.current)}
      onCancel={(event) => isBusy && event.preventDefault()}
    >
      <form ref={form} onSubmit={submit} noValidate>
        <h2 id={titleId}>{action.title(row)}</h2>
        {outcome ? (
          <>
            <Notice tone={outcome.tone}>
              <p>{outcome.text}</p>
              {outcome.next && (
                <p>
                  <Link to={outcome.next.to} onOpen={close}>
                    {outcome.next.label}
                  </Link>
                </p>
              )}
            </Notice>
            <div class="buttons">
              <button type="button" ref={doneButton} class="primary" onClick={close}>
                Close
              </button>
            </div>
          </>
        ) : (
          <>
            <p>{action.explain(row)}</p>
            {failure && (
              <Notice tone="bad">
                <p>{failure.message}</p>
                {unplaced.map(([name, messages]) => (
                  <p key={name}>
                    {name === 'non_field_errors' ? '' : `${name}: `}
                    {messages.join(' ')}
                  </p>
                ))}
              </Notice>
            )}
            {visible.map((field) => (
              <FormFieldInput
                key={field.name}
                field={field}
                value={values[field.name] ?? ''}
                errors={errors[field.name] ?? []}
                onChange={(value) => setValues({ ...values, [field.name]: value })}
              />
            ))}
            <div class="buttons">
              <button type="button" onClick={close} disabled={isBusy}>
                {failure ? 'Close' : 'Back'}
              </button>
              <button type="submit" class={action.isDangerous ? 'danger' : 'primary'} aria-disabled={isBusy}>
                {isBusy ? action.busy : action.confirm(row, values)}
              </button>
            </div>
            <p class="visually-hidden" role="status">
              {isBusy ? action.busy : ''}
            </p>
          </>
        )}
      </form>
    </dialog>
  );
}

/** One key for each wish, however often it is tried: what an answer was lost of is not done twice. */
function keyFor(body: string, last: { body: string; key: string }): string {
  if (last.body !== body) {
    last.body = body;
    last.key = crypto.randomUUID();
  }
  return last.key;
}
