import { momentText } from './moment-text';
import { Nothing } from './money';

export function Moment({ at }: { at: string | null }) {
  if (at === null) return <Nothing />;
  return (
    <time class="moment" dateTime={at} title={at}>
      {momentText(at)}
    </time>
  );
}
