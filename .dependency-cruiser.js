/**
 * Who may import whom. The folders of the domain know nothing of AWS or Stripe; adapters serve the domain and
 * do not know each other; functions put the two together; the stack knows names, not code.
 */
const DOMAIN =
  '^lib/(operation|money|rate|customer|charge|plan|subscription|coupon|webhook|signals|command|import|owner|setup|status|restore|overview|history)/';
const ADAPTER = '^lib/(dynamo|stripe|eventbridge|lambda|s3|ses|sqs|secrets-manager)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-imports-domain-only',
      severity: 'error',
      from: { path: DOMAIN },
      to: {
        pathNot: [DOMAIN, '^node:', 'node_modules/(valibot|ulid)/', '^(crypto|util)$'],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'adapters-do-not-know-each-other',
      severity: 'error',
      from: { path: ADAPTER },
      to: { path: ADAPTER, pathNot: '^lib/$1/' },
    },
    {
      name: 'lib-is-at-the-bottom',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(functions|infra|test|examples)/' },
    },
    {
      name: 'only-lib-stripe-imports-stripe',
      severity: 'error',
      from: { pathNot: ['^lib/stripe/', '^test/'] },
      to: { path: 'node_modules/stripe/' },
    },
    {
      name: 'functions-do-not-know-the-stack',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^(infra|test|examples)/' },
    },
    {
      // It runs in browsers and talks HTTP. What its .tsx files import, test/functions/console/bundle.test.ts checks.
      name: 'the-console-knows-the-api-and-how-money-is-written',
      severity: 'error',
      from: { path: '^functions/console/' },
      to: { path: '^(lib|functions)/', pathNot: ['^functions/console/', '^lib/money/'] },
    },
    {
      name: 'the-stack-imports-names-only',
      severity: 'error',
      from: {
        path: '^infra/',
        pathNot: [
          '^infra/(local|offline-stripe|docs|bench)/',
          '^infra/cli/(import-from-django|restore|setup|setup-ports|status|read-status|read-aws-status|print-status)\\.ts$',
        ],
      },
      to: {
        path: '^(lib|functions|test)/',
        pathNot: [
          '^functions/(environments|routes)\\.ts$',
          '^lib/dynamo/keys\\.ts$',
          '^lib/signals/signal\\.ts$',
          '^lib/command/(command|add-summaries|schedule)\\.ts$',
          '^lib/runtime/metric-names\\.ts$',
          // What the command line reads a choice by, and the function too.
          '^lib/webhook/webhook-choice\\.ts$',
        ],
      },
    },
    {
      // Whoever installs the product to put it into an app of theirs gets no development dependency.
      name: 'what-is-deployed-needs-no-dev-dependency',
      severity: 'error',
      from: { path: '^(lib|functions|infra/(constructs|config)|infra/[^/]+\\.ts$)' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      // It runs on the machine of whoever imports, and writes into the table itself.
      name: 'the-import-takes-the-table-and-nothing-else',
      severity: 'error',
      from: { path: '^infra/cli/import-from-django\\.ts$' },
      to: { path: ['^lib/', '^functions/'], pathNot: '^lib/(import|dynamo|s3|command|webhook|runtime)/' },
    },
    {
      // They run on the machine of whoever sets up, and work on Stripe and the secret themselves.
      name: 'setup-takes-stripe-and-the-secret',
      severity: 'error',
      from: { path: '^infra/cli/setup(-ports)?\\.ts$' },
      to: {
        path: ['^lib/', '^functions/'],
        pathNot: [
          '^lib/(setup|secrets-manager)/',
          '^lib/stripe/',
          '^lib/dynamo/(client|webhook-store)\\.ts$',
        ],
      },
    },
    {
      // It runs on the machine of whoever restores, and writes into a new stack's table itself.
      name: 'restore-takes-the-table-the-secret-and-stripe',
      severity: 'error',
      from: { path: '^infra/cli/restore\\.ts$' },
      to: {
        path: ['^lib/', '^functions/'],
        pathNot: [
          '^lib/(restore|command|runtime)/',
          '^lib/operation/api-key\\.ts$',
          '^lib/dynamo/(client|charge-store|count-backlog|restore-tables)\\.ts$',
          '^lib/secrets-manager/secret-editor\\.ts$',
          '^lib/stripe/(client|own-payments)\\.ts$',
        ],
      },
    },
    {
      // It reads for whoever looks, with their own credentials, and writes nothing.
      name: 'status-reads-the-table-the-secret-and-stripe',
      severity: 'error',
      from: { path: '^infra/cli/(status|read-status|read-aws-status|print-status)\\.ts$' },
      to: {
        path: ['^lib/', '^functions/'],
        pathNot: [
          '^lib/(status|setup|command|runtime)/',
          '^lib/operation/api-key\\.ts$',
          '^lib/dynamo/(client|count-backlog|keys|part-store|run-store|settings-store|webhook-list)\\.ts$',
          '^lib/secrets-manager/secret-editor\\.ts$',
          '^lib/stripe/(client|stripe-endpoints)\\.ts$',
        ],
      },
    },
    {
      name: 'nobody-knows-the-offline-stripe',
      severity: 'error',
      from: { pathNot: ['^infra/(local|offline-stripe|bench)/', '^test/'] },
      to: { path: '^infra/offline-stripe/' },
    },
    {
      name: 'the-offline-stripe-knows-nobody',
      severity: 'error',
      from: { path: '^infra/offline-stripe/' },
      to: { path: '^(lib|functions|infra|test)/', pathNot: '^infra/offline-stripe/' },
    },
    {
      name: 'the-local-stack-knows-the-template-only',
      severity: 'error',
      from: { path: '^infra/local/' },
      to: { path: '^(lib|functions|test|infra)/', pathNot: '^infra/(local|offline-stripe)/' },
    },
    {
      name: 'agpl-is-for-the-local-stack-only',
      severity: 'error',
      from: { pathNot: ['^infra/local/', '^test/'] },
      to: { path: '/@cloud-copilot/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Its parser reads no JSX.
    exclude: { path: '\\.tsx$' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
