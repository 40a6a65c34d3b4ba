import { billing } from './billing';
import { commands } from './commands';
import { customers } from './customers';
import { payments } from './payments';
import type { Race } from './race';

export const RACES: Race[] = [...payments, ...customers, ...billing, ...commands];
