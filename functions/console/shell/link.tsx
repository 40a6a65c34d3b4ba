import type { ComponentChildren } from 'preact';
import { go, type Kept } from './router';

interface LinkProps {
  to: string;
  /** What the page is to know and the address is not to show. */
  kept?: Kept;
  current?: boolean;
  class?: string;
  onOpen?: () => void;
  children: ComponentChildren;
}

/** A link to another page of the console. */
export function Link({ to, kept, current = false, class: name, onOpen, children }: LinkProps) {
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen?.();
    go(to, kept);
  };
  return (
    <a href={to} class={name} aria-current={current ? 'page' : undefined} onClick={open}>
      {children}
    </a>
  );
}
