import { isRecord } from '../template/intrinsics';
import { RefusedError } from '../template/refused-error';
import type { Rule, RuleTarget } from './rule-schema';

/** What a rule gives its target of an event: the whole, a part, a constant, or a template filled in. JSON. */
export function targetInput(target: RuleTarget, rule: Rule, event: unknown): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(readPath(event, target.InputPath) ?? null);
  if (!target.InputTransformer) return JSON.stringify(event);
  const { InputPathsMap, InputTemplate } = target.InputTransformer;
  return InputTemplate.replace(/<([\w.-]+)>/g, (_, name: string, offset: number) => {
    const path = InputPathsMap[name];
    const value = path === undefined ? reserved(name, rule, event) : readPath(event, path);
    const json = JSON.stringify(value ?? null);
    // Inside quotes a value becomes part of the text, elsewhere it keeps its JSON form.
    return isQuoted(InputTemplate.slice(0, offset))
      ? (typeof value === 'string' ? json : JSON.stringify(json)).slice(1, -1)
      : json;
  });
}

function reserved(name: string, rule: Rule, event: unknown): unknown {
  if (name === 'aws.events.event' || name === 'aws.events.event.json') return event;
  if (name === 'aws.events.rule-arn') return rule.arn;
  if (name === 'aws.events.rule-name') return rule.name;
  throw new RefusedError(`input transformer variable <${name}> has no local counterpart`);
}

const isQuoted = (before: string): boolean => before.replace(/\\./g, '').split('"').length % 2 === 0;

/** A JSON path as rules know it: names and list positions, such as `$.detail.items[0].id`. */
function readPath(event: unknown, path: string): unknown {
  if (!/^\$(\.[\w-]+|\[\d+\])*$/.test(path))
    throw new RefusedError(`JSON path ${path} has no local counterpart`);
  const steps = path.match(/[\w-]+/g) ?? [];
  return steps.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isRecord(value) ? value[step] : undefined;
  }, event);
}
