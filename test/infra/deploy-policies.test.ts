import { deployPolicies } from '../fixtures/deploy-policies';

const policies = deployPolicies();

describe('the policies for deploying', () => {
  it.each(policies)('$file fits into one policy of IAM', ({ text }) => {
    expect(text.replaceAll(/\s/g, '').length).toBeLessThanOrEqual(6_144);
  });

  it.each(policies)('$file allows no service in general', ({ actions }) => {
    expect(actions.filter((action) => /^\*|:\*$/.test(action))).toEqual([]);
  });
});
