import type { StackTemplate, Template } from '../../../../infra/local/template/assembly';
import { resolveStacks } from '../../../../infra/local/template/resolve-stacks';

/** A placeholder of Fn::Sub. */
const sub = (name: string): string => `\${${name}}`;
const account = { id: '000000000000', region: 'us-east-1', apiUrl: 'http://api', awsUrl: 'http://aws' };
const stack = (name: string, template: Partial<Template>): StackTemplate => ({
  name,
  directory: '/assembly',
  template: { Parameters: {}, Conditions: {}, Outputs: {}, Resources: {}, ...template },
});
const queue = (properties: unknown, condition?: string) => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties,
  Metadata: {},
  ...(condition !== undefined && { Condition: condition }),
});
/** What `value` resolves to as a property of a queue beside a function. */
const resolved = (value: unknown, more: Partial<Template> = {}) => {
  const fn = { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'f' }, Metadata: {} };
  const template = { ...more, Resources: { Fn: fn, Queue: queue({ Tags: value }) } };
  const { resources } = resolveStacks([stack('S', template)], account);
  return resources.find((each) => each.logicalId === 'Queue')?.properties;
};

describe('an intrinsic function', () => {
  it.each([
    ['Ref', { Ref: 'Fn' }, 'f'],
    ['a pseudo parameter', { Ref: 'AWS::AccountId' }, '000000000000'],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['Fn', 'Arn'] }, 'arn:aws:lambda:us-east-1:000000000000:function:f'],
    ['Fn::GetAtt of a queue', { 'Fn::GetAtt': 'Queue.QueueUrl' }, 'http://aws/000000000000/S-Queue'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Fn' }]] }, 'a-f'],
    [
      'Fn::Sub',
      { 'Fn::Sub': `${sub('Fn')}/${sub('Fn.Arn')}/${sub('!Literal')}` },
      `f/arn:aws:lambda:us-east-1:000000000000:function:f/${sub('Literal')}`,
    ],
    ['Fn::Sub with variables', { 'Fn::Sub': [sub('x'), { x: { Ref: 'Fn' } }] }, 'f'],
    ['Fn::Select of Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['a parameter', { Ref: 'P' }, 'default'],
    ['Fn::If', { 'Fn::If': ['Yes', 'then', 'else'] }, 'then'],
    ['Fn::If with a condition of conditions', { 'Fn::If': ['No', 'then', { Ref: 'Fn' }] }, 'f'],
  ])('%s', (_, value, expected) => {
    const Conditions = {
      Yes: { 'Fn::Equals': [{ Ref: 'P' }, 'default'] },
      No: {
        'Fn::Or': [
          { 'Fn::Not': [{ Condition: 'Yes' }] },
          { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Equals': [1, 2] }] },
        ],
      },
    };
    expect(resolved(value, { Parameters: { P: { Default: 'default' } }, Conditions })).toEqual({
      Tags: expected,
    });
  });

  it('leaves out what is AWS::NoValue', () => {
    expect(resolved({ Ref: 'AWS::NoValue' })).toEqual({});
    expect(resolved(['a', { Ref: 'AWS::NoValue' }])).toEqual({ Tags: ['a'] });
  });

  it.each([
    [{ 'Fn::GetAZs': '' }, 'S/Queue: intrinsic function Fn::GetAZs has no local counterpart'],
    [
      { 'Fn::GetAtt': ['Fn', 'SnapStart'] },
      'attribute SnapStart of Fn (AWS::Lambda::Function) has no local counterpart',
    ],
    [{ Ref: 'Nobody' }, 'Nobody is not in the template'],
    [{ 'Fn::ImportValue': 'x' }, 'Fn::ImportValue x: no stack exports it'],
  ])('%j is refused by name', (value, message) => {
    expect(() => resolved(value)).toThrow(message);
  });
});

describe('stacks', () => {
  it('import what others export', () => {
    const first = stack('A', {
      Resources: { Q: queue({ QueueName: 'jobs' }) },
      Outputs: {
        Q: {
          Value: { 'Fn::GetAtt': ['Q', 'Arn'] },
          Export: { Name: { 'Fn::Sub': `${sub('AWS::StackName')}:Q` } },
        },
      },
    });
    const second = stack('B', { Resources: { Q: queue({ Tags: { 'Fn::ImportValue': 'A:Q' } }) } });
    const { resources, outputs } = resolveStacks([first, second], account);
    expect(resources[1]?.properties).toEqual({ Tags: 'arn:aws:sqs:us-east-1:000000000000:jobs' });
    expect(outputs).toEqual({ Q: 'arn:aws:sqs:us-east-1:000000000000:jobs' });
  });

  it('leave out resources whose condition is false', () => {
    const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
    const { resources } = resolveStacks(
      [stack('A', { Conditions, Resources: { Q: queue({}, 'Never') } })],
      account,
    );
    expect(resources).toEqual([]);
  });
});
