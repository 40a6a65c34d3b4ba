/** What whoever is called reads first. */
export interface AlarmWords {
  /** `urgent`: somebody gets up. `morning`: it keeps till somebody is there. */
  severity: 'urgent' | 'morning';
  /** What it means for customers. A sentence. */
  means: string;
  /** What to do first. A sentence. */
  act: string;
  /** The runbook's entry: the anchor of its heading. */
  runbook: string;
}

const SEVERITIES = { urgent: 'URGENT', morning: 'CAN WAIT TILL MORNING' };

/** An alarm's description, which is the message that people get. CloudWatch keeps 1,024 characters. */
export function alarmDescription(words: AlarmWords, runbookUrl: string): string {
  const { severity, means, act, runbook } = words;
  return `${SEVERITIES[severity]}. ${means} First: ${act} ${runbookUrl}#${runbook}`;
}
