/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // What tests the local stack itself, the command lines on many records, and what newcomers run: `npm run test:slow`, and part of the gate.
  testPathIgnorePatterns: process.env.SLOW_TESTS
    ? ['/node_modules/']
    : ['/node_modules/', '\\.slow\\.test\\.ts$'],
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // These ship ES modules only; jest's own loader wants CommonJS.
  transformIgnorePatterns: ['/node_modules/(?!(jose|croner|@hono/node-server|hono)/)'],
  globalSetup: '<rootDir>/test/fixtures/start-dynamodb.ts',
  globalTeardown: '<rootDir>/test/fixtures/stop-dynamodb.ts',
  maxWorkers: 2,
  // Two cores run DynamoDB Local, two stacks and the tests at once.
  testTimeout: 30_000,
};
