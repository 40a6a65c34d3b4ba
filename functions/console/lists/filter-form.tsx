import { useId, useState } from 'preact/hooks';
import type { FieldErrors } from '../api/api-error';
import type { Filter } from '../kinds/kind';
import { TypedInput } from '../parts/typed-input';
import type { Chosen } from './chosen';

interface FilterFormProps {
  filters: readonly Filter[];
  chosen: Chosen;
  errors: FieldErrors;
  onChoose(chosen: Chosen): void;
}

/** Narrows a list: choices and days at once, texts with Enter or the button. */
export function FilterForm({ filters, chosen, errors, onChoose }: FilterFormProps) {
  const id = useId();
  const [typed, setTyped] = useState<Chosen>(chosen);
  const apply = (next: Chosen) => {
    setTyped(next);
    onChoose(Object.fromEntries(Object.entries(next).filter(([, value]) => value.trim() !== '')));
  };
  const applyIfChanged = (name: string) => {
    if ((typed[name] ?? '') !== (chosen[name] ?? '')) apply(typed);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    apply(typed);
  };
  return (
    <search aria-label="Filters">
      <form class="filters" onSubmit={submit}>
        {filters.map((filter) => {
          const { name, label, as } = filter;
          const common = { id: `${id}-${name}`, name, value: typed[name] ?? '' };
          return (
            <div key={name} class="filter">
              <label for={common.id}>{label}</label>
              {as === 'choice' ? (
                <select
                  {...common}
                  onChange={({ currentTarget }) => apply({ ...typed, [name]: currentTarget.value })}
                >
                  <option value="">any</option>
                  {filter.options?.map(([value, text]) => (
                    <option key={value} value={value}>
                      {text}
                    </option>
                  ))}
                </select>
              ) : (
                <TypedInput
                  {...common}
                  as={as === 'text' ? 'text' : 'date'}
                  aria-invalid={name in errors}
                  onInput={({ currentTarget }) => setTyped({ ...typed, [name]: currentTarget.value })}
                  {...(as !== 'text' && { onBlur: () => applyIfChanged(name) })}
                />
              )}
              {errors[name] && <p class="field-errors">{errors[name].join(' ')}</p>}
            </div>
          );
        })}
        <div class="filter-buttons">
          <button type="submit">Apply</button>
          {Object.keys(chosen).length > 0 && (
            <button type="button" class="quiet" onClick={() => apply({})}>
              Clear
            </button>
          )}
        </div>
      </form>
    </search>
  );
}
