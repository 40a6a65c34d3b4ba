import { useId } from 'preact/hooks';
import { TypedInput } from '../parts/typed-input';
import type { FormField } from './action';

interface FormFieldInputProps {
  field: FormField;
  value: string;
  errors: readonly string[];
  onChange(value: string): void;
}

/** A field with its label, its hint and what is wrong with it, in reach of each other for eyes and ears. */
export function FormFieldInput({ field, value, errors, onChange }: FormFieldInputProps) {
  const id = useId();
  const described = [field.hint && `${id}-hint`, errors.length > 0 && `${id}-errors`]
    .filter(Boolean)
    .join(' ');
  const common = {
    id,
    name: field.name,
    'aria-invalid': errors.length > 0,
    'aria-required': field.isRequired === true,
    ...(described && { 'aria-describedby': described }),
  };
  const onInput = ({ currentTarget }: { currentTarget: { value: string } }) => onChange(currentTarget.value);
  return (
    <div class={`form-field form-field-${field.as}`}>
      {field.as === 'check' ? (
        <label for={id} class="check">
          <input
            {...common}
            type="checkbox"
            checked={value === 'true'}
            onChange={({ currentTarget }) => onChange(String(currentTarget.checked))}
          />
          {field.label}
        </label>
      ) : (
        <>
          <label for={id}>
            {field.label}
            {field.isRequired ? '' : <span class="hint"> (optional)</span>}
          </label>
          {field.as === 'choice' ? (
            <select {...common} value={value} onChange={onInput}>
              {field.options?.map(([option, label]) => (
                <option key={option} value={option}>
                  {label}
                </option>
              ))}
            </select>
          ) : field.as === 'long' ? (
            <textarea {...common} rows={3} value={value} onInput={onInput} />
          ) : (
            <TypedInput
              {...common}
              as={field.as === 'day' ? 'date' : field.as === 'moment' ? 'datetime-local' : 'text'}
              inputMode={field.as === 'decimal' ? 'decimal' : field.as === 'whole' ? 'numeric' : 'text'}
              value={value}
              onInput={onInput}
            />
          )}
        </>
      )}
      {field.hint && (
        <p id={`${id}-hint`} class="hint">
          {field.hint}
        </p>
      )}
      {errors.length > 0 && (
        <p id={`${id}-errors`} class="field-errors">
          {errors.join(' ')}
        </p>
      )}
    </div>
  );
}
