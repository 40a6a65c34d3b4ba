import type { Row } from '../api/row';
import { CopyButton } from './copy-button';

/** What Stripe sent, to the letter, folded away until somebody wants it. */
export function FoldedJson({ title, value, none }: { title: string; value: Row | null; none: string }) {
  if (value === null) return <p class="hint">{none}</p>;
  const text = JSON.stringify(value, null, 2);
  return (
    <details class="folded">
      <summary>{title}</summary>
      <CopyButton text={text} what={title} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard. */}
      <pre tabIndex={0}>{text}</pre>
    </details>
  );
}
