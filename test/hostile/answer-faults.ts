import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { ApiDocument, ApiOperation } from '../fixtures/api-document';
import type { FunctionAnswer } from '../fixtures/every-function';

/** What a function may answer at most. */
const MAX_ANSWER_BYTES = 6_000_000;

/** How our own workings would show: stack frames, files, errors of the runtime, the database and libraries. */
const INNARDS =
  /\n\s+at |node_modules|\.(ts|js):\d+|\b(Type|Range|Syntax|Reference|Vali)Error\b|Exception\b|Internal error|dynamodb|valibot|ECONNREFUSED|Cannot read prop|is not a function|unexpected token/i;

/** What is wrong with an answer, whatever the request was: empty if it is one that the document knows. */
export function answerFaults(document: ApiDocument) {
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv);
  ajv.addSchema({ ...document, $id: 'root' }, 'root');
  const compiled = new Map<string, ValidateFunction | null>();
  const validatorOf = ({ route, responses }: ApiOperation, status: number) => {
    const key = `${route} ${status}`;
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const schema = responses[status]?.content?.['application/json'].schema;
    const text = JSON.stringify(schema ?? null).replaceAll('"#/components/', '"root#/components/');
    const validator = schema ? ajv.compile(JSON.parse(text)) : null;
    compiled.set(key, validator);
    return validator;
  };

  return (operation: ApiOperation, { status, text }: FunctionAnswer): string[] => {
    const faults = [];
    if (status >= 500) faults.push(`${status}: ${text.slice(0, 500)}`);
    if (!operation.responses[status]) faults.push(`${status} is not in the document: ${text.slice(0, 500)}`);
    if (Buffer.byteLength(text) > MAX_ANSWER_BYTES) faults.push(`${text.length} characters are too many`);
    // Only where nothing of a record, which may hold any text, is shown.
    if (status >= 400 && status !== 402 && INNARDS.test(text)) faults.push(`innards: ${text.slice(0, 500)}`);
    const validate = validatorOf(operation, status);
    if (validate && !validate(JSON.parse(text))) faults.push(`${status}: ${ajv.errorsText(validate.errors)}`);
    if (Reflect.get({}, 'polluted') !== undefined) faults.push('Object.prototype is polluted');
    return faults;
  };
}
