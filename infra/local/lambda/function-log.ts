import { isRecord } from '../template/intrinsics';

export interface LogLine {
  level: string;
  message: string;
}

/** Reads a line that a function logged: JSON as Powertools and Lambda write it, or plain text. */
export function parseLogLine(line: string): LogLine {
  const entry = parse(line);
  if (!entry) return { level: 'INFO', message: line };
  const { level, message, timestamp: _time, ...rest } = entry;
  const details = Object.entries(rest)
    .filter(([key]) => !contextual.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return {
    level: String(level ?? 'INFO').toUpperCase(),
    message: [message, ...details].join(' ').slice(0, 400),
  };
}

/** The same in every line of a function, so not worth a person's reading. */
const contextual = new Set([
  ...['service', 'requestId', 'function_name', 'function_arn', 'function_memory_size', 'function_request_id'],
  ...['cold_start', 'sampling_rate', 'xray_trace_id', '_aws'],
]);

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry: unknown = JSON.parse(line);
    return isRecord(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}
