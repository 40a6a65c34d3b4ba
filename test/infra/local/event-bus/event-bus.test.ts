import type { Report } from '../../../../infra/local/console/report';
import type { Delivery } from '../../../../infra/local/event-bus/delivery';
import { type BusEvent, createEventBus } from '../../../../infra/local/event-bus/event-bus';
import { RefusedError } from '../../../../infra/local/template/refused-error';

const event: BusEvent = {
  ...{ version: '0', id: '1', 'detail-type': 'ping', source: 's', account: '0', region: 'r', time: 't' },
  resources: [],
  detail: {},
};
const ruleWith = (target: object) => ({
  ...{ name: 'r', arn: 'arn:r', bus: 'b', matches: () => true },
  targets: [{ Id: 't', Arn: 'arn:t', ...target }],
});
const delivery = (deliver: Delivery['deliver']): Delivery => ({ requireTarget: () => {}, deliver });

describe('the event bus', () => {
  it.each([
    { InputPath: '$..detail' },
    { InputTransformer: { InputPathsMap: {}, InputTemplate: '<aws.events.something>' } },
  ])('does not start with a rule whose input it cannot make: %j', (target) => {
    const start = () =>
      createEventBus(
        [ruleWith(target)],
        delivery(async () => {}),
        new Map(),
        () => {},
      );
    expect(start).toThrow(RefusedError);
  });

  it('says what kept it from delivering, and goes on', async () => {
    const reports: Report[] = [];
    const told = new Promise<void>((resolve) => {
      const broken = delivery(async () => {
        throw new Error('condition key aws:Moon has no local counterpart');
      });
      const bus = createEventBus([ruleWith({})], broken, new Map(), (report) => {
        reports.push(report);
        if (report.kind === 'notice') resolve();
      });
      bus.accept('b', event);
      bus.accept('b', event);
    });
    await told;
    expect(reports).toContainEqual({
      kind: 'notice',
      message: 'r cannot deliver: Error: condition key aws:Moon has no local counterpart',
    });
  });
});
