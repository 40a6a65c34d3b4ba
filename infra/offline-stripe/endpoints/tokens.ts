import { cardInput, holderFields, readCard } from '../cards/card-details';
import { findToken } from '../cards/find-token';
import { endpoint } from '../http/endpoint';
import { makeCard } from '../objects/card';
import { makeToken } from '../objects/token';
import { object, required } from '../params/kinds';
import { newId } from '../store/new-id';

export const tokens = [
  endpoint({
    method: 'POST',
    path: '/v1/tokens',
    params: { card: required(object({ ...cardInput, ...holderFields })) },
    returns: 'token',
    handle({ account, params }) {
      const { number, exp_month, exp_year, cvc, ...holder } = params.card;
      const input = { number, exp_month, exp_year, ...(cvc === undefined ? {} : { cvc }) };
      const card = makeCard(newId('card'), readCard(input, account.now()), holder);
      return account.tokens.put(makeToken(newId('tok'), account.now(), card));
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/tokens/:id',
    params: {},
    returns: 'token',
    handle: ({ account, path }) => findToken(account, path.id),
  }),
];
