import colors from 'picocolors';
import type { Report, Tell } from './report';

/** Writes one aligned line per report, for a person. Colours follow NO_COLOR and whether it is a terminal. */
export function printForPeople(write: (line: string) => void): Tell {
  return (report) => {
    const time = colors.dim(new Date().toISOString().slice(11, 23));
    if (report.kind === 'log') write(`${' '.repeat(14)}${logLine(report)}`);
    else write(`${time}  ${line(report)}`);
  };
}

/** Writes one JSON object per report, for machines. */
export function printForMachines(write: (line: string) => void): Tell {
  return (report) => write(JSON.stringify({ time: new Date().toISOString(), ...report }));
}

const label = (paint: (text: string) => string, text: string): string => paint(text.padEnd(8));
const ms = (value: number): string => colors.dim(`${value} ms`);

function line(report: Exclude<Report, { kind: 'log' }>): string {
  switch (report.kind) {
    case 'request': {
      const paint = report.status >= 500 ? colors.red : report.status >= 400 ? colors.yellow : colors.green;
      const what = `${report.method.padEnd(6)} ${report.path}`.padEnd(56);
      return `${label(colors.cyan, 'http')}${what} ${paint(String(report.status))} ${ms(report.ms)}`;
    }
    case 'invocation': {
      const result = report.error === undefined ? colors.green('ok ') : colors.red(report.error);
      return `${label(colors.blue, 'lambda')}${report.function.padEnd(56)} ${result} ${ms(report.ms)}`;
    }
    case 'signal':
      return `${label(colors.magenta, 'signal')}${report.type.padEnd(56)} ${colors.dim(report.id)}`;
    case 'mail':
      return `${label(colors.green, 'mail')}${report.subject.padEnd(56)} ${colors.dim(report.to.join(', '))}`;
    case 'denied':
      return `${label(colors.red, 'denied')}${report.action} on ${report.resource} ${colors.dim(report.principal)}`;
    case 'dead-letter':
      return `${label(colors.red, 'dead')}${report.queue.padEnd(56)} ${colors.dim(report.message.slice(0, 120))}`;
    case 'fault':
      return `${label(colors.yellow, 'fault')}${report.operation.padEnd(56)} ${report.action}`;
    case 'notice':
      return `${label(colors.bold, 'stack')}${report.message}`;
  }
}

function logLine({ level, message }: Extract<Report, { kind: 'log' }>): string {
  const paint = level === 'ERROR' ? colors.red : level === 'WARN' ? colors.yellow : colors.dim;
  return paint(`${level.toLowerCase().padEnd(6)}${message}`);
}
