import { Construct } from 'constructs';
import { environmentOf, type Foundation } from './foundation';

/** Tells what the API takes and answers. */
export class ApiDocument extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { api, functions } = foundation;
    const get = functions.make('get-openapi', {
      description: "answers the API's document",
      environment: environmentOf('get-openapi', foundation),
    });
    api.serve('get-openapi', get);
  }
}
