import { findTaxRate } from '../billing/find-in-catalog';
import { endpoint } from '../http/endpoint';
import { makeTaxRate } from '../objects/tax-rate';
import { decimal } from '../params/decimal';
import { boolean, range, required, string } from '../params/kinds';
import { mergeMetadata, metadata } from '../params/metadata';
import { emitUpdate } from '../store/emit-update';
import { inRange } from '../store/in-range';
import { page, pagination } from '../store/list';
import { newId } from '../store/new-id';

const details = {
  active: boolean,
  country: string,
  description: string,
  jurisdiction: string,
  metadata,
  state: string,
  tax_type: string,
};

export const taxRates = [
  endpoint({
    method: 'POST',
    path: '/v1/tax_rates',
    params: {
      ...details,
      display_name: required(string),
      inclusive: required(boolean),
      percentage: required(decimal({ min: 0, max: 100, places: 4 })),
    },
    returns: 'tax_rate',
    handle({ account, params: { metadata: tags, ...terms }, emit }) {
      const made = { ...makeTaxRate(newId('txr'), account.now(), terms), metadata: mergeMetadata({}, tags) };
      emit('tax_rate.created', account.billing.taxRates.put(made));
      return made;
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/tax_rates',
    params: { ...pagination, active: boolean, created: range, inclusive: boolean },
    returns: { list: 'tax_rate' },
    handle({ account, params: { active, created, inclusive, ...cut } }) {
      const found = account.billing.taxRates.newestFirst(
        (rate) =>
          (active === undefined || rate.active === active) &&
          (inclusive === undefined || rate.inclusive === inclusive) &&
          inRange(rate.created, created),
      );
      return page(found, cut, '/v1/tax_rates', 'tax rate');
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/tax_rates/:id',
    params: {},
    returns: 'tax_rate',
    handle: ({ account, path }) => findTaxRate(account, path.id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/tax_rates/:id',
    params: { ...details, display_name: string },
    returns: 'tax_rate',
    handle({ account, path, params: { metadata: change, ...plain }, emit }) {
      const before = findTaxRate(account, path.id);
      const after = { ...before, ...plain, metadata: mergeMetadata(before.metadata, change) };
      account.billing.taxRates.put(after);
      emitUpdate(emit, 'tax_rate.updated', before, after);
      return after;
    },
  }),
];
