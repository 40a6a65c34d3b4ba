import * as v from 'valibot';
import type { Standing } from './cost-model';

const Template = v.object({
  Resources: v.record(v.string(), v.object({ Type: v.string(), Properties: v.optional(v.unknown()) })),
});
const Mapping = v.object({ EventSourceArn: v.object({ 'Fn::GetAtt': v.tuple([v.string(), v.string()]) }) });

/** What a template has standing that costs by the month. */
export function standingOf(template: unknown): Standing {
  const { Resources } = v.parse(Template, template);
  const all = Object.values(Resources);
  const count = (type: string) => all.filter(({ Type }) => Type === type).length;
  const polled = all.filter(({ Type, Properties }) => {
    if (Type !== 'AWS::Lambda::EventSourceMapping') return false;
    const [source] = v.parse(Mapping, Properties).EventSourceArn['Fn::GetAtt'];
    return Resources[source]?.Type === 'AWS::SQS::Queue';
  });
  return {
    alarms: count('AWS::CloudWatch::Alarm'),
    dashboards: count('AWS::CloudWatch::Dashboard'),
    secrets: count('AWS::SecretsManager::Secret'),
    polledQueues: polled.length,
  };
}
