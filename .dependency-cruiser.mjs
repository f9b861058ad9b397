// Who may import whom (design §2). test/arch/imports.test.ts shows that each rule bites.

/** A layer may import itself, the layers and packages named, and nothing else. */
const layer = (name, { layers = [], packages = [], builtins = false, why }) => {
  const inside = [name, ...layers].map((one) => `^${one}/`);
  const outside = packages.map((one) => `^node_modules/${one}(/|$)`);
  return {
    name: `${name}-imports`,
    severity: 'error',
    comment: `${name} may import itself${layers.map((one) => `, ${one}`).join('')}${packages.map((one) => `, ${one}`).join('')}: ${why}`,
    from: { path: `^${name}/` },
    to: {
      pathNot: [...inside, ...outside],
      ...(builtins ? { dependencyTypesNot: ['core'] } : {}),
    },
  };
};

const SDKS = ['@aws-sdk/[^/]+', '@smithy/[^/]+'];
const MIDDLEWARE = ['@middy/[^/]+', '@aws-lambda-powertools/[^/]+', '@types/aws-lambda', 'zod'];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    layer('domain', { packages: ['zod'], why: 'it is pure: no I/O, clock or randomness' }),
    layer('contract', {
      layers: ['domain'],
      packages: ['zod'],
      why: 'it is what others are written against',
    }),
    {
      name: 'contract-takes-types-and-constants',
      severity: 'error',
      comment: 'contract takes types and constants of domain, from the files that say what things are',
      from: { path: '^contract/' },
      to: { path: '^domain/(ranking|together|models|runs|registry)/', dependencyTypesNot: ['type-only'] },
    },
    layer('adapters', {
      layers: ['domain', 'contract'],
      packages: [...SDKS, '@opensearch-project/opensearch', 'zod'],
      builtins: true,
      why: 'it implements the ports of domain on the SDKs',
    }),
    layer('functions', {
      layers: ['domain', 'adapters', 'contract'],
      packages: [...MIDDLEWARE, 'cockatiel', 'ml-kmeans'],
      builtins: true,
      why: 'it puts domain and adapters together',
    }),
    {
      name: 'layers-meet-in-the-stores',
      severity: 'error',
      comment:
        'streaming, batch and provider never import one another: what they share is in runtime or domain',
      from: { path: '^functions/(streaming|batch|provider)/' },
      to: { path: '^functions/(streaming|batch|provider)/', pathNot: '^functions/$1/' },
    },
    {
      name: 'adapters-are-made-in-one-place',
      severity: 'error',
      comment: 'only the composition root (functions/runtime/ports.ts) makes adapters',
      from: { path: '^functions/', pathNot: '^functions/runtime/ports\\.ts$' },
      to: { path: '^adapters/[^/]+/', dependencyTypesNot: ['type-only'] },
    },
    layer('wasm', {
      packages: ['assemblyscript'],
      builtins: true,
      why: 'the kernel is compiled alone',
    }),
    layer('lib', {
      layers: ['contract'],
      packages: ['aws-cdk-lib', 'constructs', 'esbuild'],
      builtins: true,
      why: 'it names handlers by path',
    }),
    {
      name: 'constructs-meet-in-the-stack',
      severity: 'error',
      comment: 'of the three layers only the provider knows another: it starts and stops the batch runs',
      from: { path: '^lib/(streaming|batch)/' },
      to: { path: '^lib/(streaming|batch|provider)/', pathNot: '^lib/$1/' },
    },
    {
      name: 'bin-imports',
      severity: 'error',
      comment: 'bin only starts things',
      from: { path: '^bin/' },
      to: { pathNot: ['^(bin|lib)/'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'cli-imports',
      severity: 'error',
      comment:
        'cli speaks HTTP: it takes contract and domain, and nothing that runs on AWS; start.ts also local',
      from: { path: '^cli/' },
      to: { path: '^(lib|functions|adapters|test|bench)/' },
    },
    {
      name: 'only-start-runs-the-laptop',
      severity: 'error',
      comment: 'the command line works against any Jangteo; only cli/start.ts starts one',
      from: { path: '^cli/', pathNot: '^cli/start(\\.ts|/)' },
      to: { path: '^local/' },
    },
    {
      name: 'local-knows-nothing-of-the-product',
      severity: 'error',
      comment: 'local is AWS on a laptop, for any product',
      from: { path: '^local/' },
      to: { path: '^(bin|lib|functions|domain|adapters|contract|cli|bench|test)/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      comment: 'what ships does not know that it is tested',
      from: { pathNot: '^(test|bench)/|\\.test\\.ts$|^local/test/' },
      to: { path: '^(test|bench)/|\\.test\\.ts$' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'a circle has no first file to read; types may refer to one another',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-dangling-import',
      severity: 'error',
      comment: 'every import is of something that is there',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'shipped-packages-are-dependencies',
      severity: 'error',
      comment: 'what runs in a Lambda or on a user’s machine is no devDependency',
      from: { path: '^(domain|contract|adapters|functions)/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/@types/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(cdk\\.out|coverage|\\.jangteo)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
