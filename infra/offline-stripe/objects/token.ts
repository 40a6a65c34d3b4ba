import type { Card } from './card';

/** A token of a card, good for one use. */
export interface Token {
  id: string;
  object: 'token';
  card: Card;
  client_ip: string;
  created: number;
  livemode: false;
  type: 'card';
  used: boolean;
}

export function makeToken(id: string, created: number, card: Card): Token {
  return {
    id,
    object: 'token',
    card,
    client_ip: '127.0.0.1',
    created,
    livemode: false,
    type: 'card',
    used: false,
  };
}
