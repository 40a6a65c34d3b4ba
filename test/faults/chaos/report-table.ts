import type { ChaosReport } from './run-chaos';

/** The report as people read it. */
export function reportTable(report: ChaosReport): string {
  const { deliveries, harm, differences } = report;
  const rows: [string, number | string][] = [
    ['deeds', report.deeds],
    ['events made', deliveries.made],
    ['deliveries', deliveries.delivered],
    ['  duplicates', deliveries.duplicates],
    ['  dropped for good', deliveries.dropped],
    ['  late', deliveries.late],
    ['  not answered 2xx, tried again', deliveries.refused],
    ...Object.entries(harm).map(([kind, count]): [string, number] => [`faults set: ${kind}`, count]),
    ['invocations that failed or died', report.failedInvocations],
    ['events stored', report.stored],
    ['events signalled', report.signalled],
    ['events parsed', report.parsed],
    ['outcomes open for a day', report.waiting],
    ['objects compared', report.objects],
    ['differences', differences.length],
    ['payments doubled', report.doubled],
    ['seconds', report.seconds],
  ];
  const lines = rows.map(([name, value]) => `${name.padEnd(34)}${String(value).padStart(8)}`);
  return [...lines, ...differences.slice(0, 20)].join('\n');
}
