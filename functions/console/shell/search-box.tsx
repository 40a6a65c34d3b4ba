import { useRef } from 'preact/hooks';
import { go } from './router';

/** Any id or owner; what was searched for stays out of the address. */
export function SearchBox() {
  const input = useRef<HTMLInputElement>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    const q = input.current?.value.trim() ?? '';
    if (q !== '') go('#/search', { q });
  };
  return (
    <search aria-label="All records">
      <form class="search" onSubmit={submit}>
        <label for="search" class="visually-hidden">
          Id or owner
        </label>
        <input
          ref={input}
          id="search"
          type="search"
          placeholder="Id or owner"
          autoComplete="off"
          spellcheck={false}
        />
        <button type="submit">Search</button>
      </form>
    </search>
  );
}
