import type { UseCase } from './use-case';
import { billing } from './use-cases/billing';
import { charges } from './use-cases/charges';
import { commands } from './use-cases/commands';
import { customers } from './use-cases/customers';
import { peopleGone } from './use-cases/people-gone';
import { webhooks } from './use-cases/webhooks';

export const USE_CASES: UseCase[] = [
  ...customers,
  ...charges,
  ...billing,
  ...webhooks,
  ...commands,
  ...peopleGone,
];
