import { matchRoute } from '../../../../infra/local/http-api/match-route';

const routes = [
  '$default',
  'ANY /{proxy+}',
  'GET /pets/{proxy+}',
  'GET /pets/dog/{id}',
  'GET /pets/dog/1',
  'ANY /pets/cat/{id}',
  'POST /pets/cat/{id}',
].map((key) => ({ key }));

it.each([
  ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
  ['GET', '/pets/dog/a%20b', 'GET /pets/dog/{id}', { id: 'a b' }],
  ['GET', '/pets/fish/1', 'GET /pets/{proxy+}', { proxy: 'fish/1' }],
  ['POST', '/pets/cat/1', 'POST /pets/cat/{id}', { id: '1' }],
  ['PUT', '/pets/cat/1', 'ANY /pets/cat/{id}', { id: '1' }],
  ['POST', '/other', 'ANY /{proxy+}', { proxy: 'other' }],
  ['POST', '/', '$default', {}],
])('%s %s is for %s', (method, path, key, pathParameters) => {
  expect(matchRoute(routes, method, path)).toMatchObject({ route: { key }, pathParameters });
});

it('finds nothing for another method, an empty parameter or a slash too many', () => {
  const only = [{ key: 'GET /pets/{id}' }];
  expect(matchRoute(only, 'POST', '/pets/1')).toBeUndefined();
  expect(matchRoute(only, 'GET', '/pets/')).toBeUndefined();
  expect(matchRoute(only, 'GET', '/pets/1/')).toBeUndefined();
});
