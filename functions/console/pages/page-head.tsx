import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface PageHeadProps {
  title: string;
  /** Instead of the title, where the page shows more than that. */
  shown?: ComponentChildren;
  children?: ComponentChildren;
}

/** The page's name; whoever uses a keyboard or hears the page begins here. */
export function PageHead({ title, shown, children }: PageHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · aa-stripe console`;
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [title]);
  return (
    <div class="page-head">
      <h1 ref={heading} tabIndex={-1}>
        {shown ?? title}
      </h1>
      {children}
    </div>
  );
}
