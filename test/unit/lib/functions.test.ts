import { describe, expect, it } from 'vitest';
import { FUNCTIONS, type FunctionName } from '../../../contract/functions.ts';
import { functionOf, resourcesOf, rightsOf, statementsOf, templatesOf } from './synth.ts';

const { app } = templatesOf('dev');
const prod = templatesOf('prod').app;

/** The functions that have a right which matches. */
const whoMay = (right: RegExp): FunctionName[] =>
  FUNCTIONS.filter((name) => rightsOf(app, name).some((one) => right.test(one)));

describe('every function', () => {
  it('runs on Node 24 and arm64, with an index.mjs', () => {
    for (const name of FUNCTIONS) {
      expect(functionOf(app, name).Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
      });
    }
  });

  it('has a role of its own, without a managed policy', () => {
    const roles = FUNCTIONS.map((name) => functionOf(app, name).Properties.Role['Fn::GetAtt'][0]);
    expect(new Set(roles).size).toBe(FUNCTIONS.length);
    for (const [, role] of resourcesOf(app, 'AWS::IAM::Role')) {
      expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
    }
  });

  it('waits for its rights before it is made, so that its first call has them', () => {
    for (const name of FUNCTIONS) {
      const { DependsOn, Properties } = functionOf(app, name);
      const role = Properties.Role['Fn::GetAtt'][0] as string;
      expect(DependsOn).toContain(role);
      expect(DependsOn?.some((id) => id !== role && id.includes('DefaultPolicy'))).toBe(true);
    }
  });

  it('writes to a log group of its own, kept by stage', () => {
    for (const [template, days] of [
      [app, 7],
      [prod, 90],
    ] as const) {
      const groups = new Map(resourcesOf(template, 'AWS::Logs::LogGroup'));
      const own = FUNCTIONS.map((name) => functionOf(template, name).Properties.LoggingConfig.LogGroup.Ref);
      expect(new Set(own).size).toBe(FUNCTIONS.length);
      for (const id of own) expect(groups.get(id)?.Properties.RetentionInDays).toBe(days);
    }
  });

  it('may do nothing by wildcard, and nothing to everything', () => {
    for (const { Action, Resource } of FUNCTIONS.flatMap((name) => statementsOf(app, name))) {
      expect([Action].flat().join()).not.toContain('*');
      expect(Resource).not.toBe('*');
    }
  });

  it('knows its stage', () => {
    for (const name of FUNCTIONS) {
      expect(functionOf(prod, name).Properties.Environment.Variables.JANGTEO_STAGE).toBe('prod');
    }
  });

  it('is told the name of each store that it may touch, and of no other', () => {
    const stores = {
      ACTORS: 'actors',
      ITEMS: 'items',
      MODELS: 'models',
      RUNS: 'runs',
      KEYS: 'keys',
      REGISTRY: 'registry',
    };
    for (const name of FUNCTIONS) {
      const variables = functionOf(app, name).Properties.Environment.Variables;
      const told = Object.entries(stores).filter(([env]) => `JANGTEO_${env}_TABLE` in variables);
      const allowed = Object.entries(stores).filter(([, table]) =>
        rightsOf(app, name).some(
          (right) => right.startsWith('dynamodb:') && right.includes(` ${table}-table`),
        ),
      );
      expect([name, told]).toEqual([name, allowed]);
    }
  });
});

describe('least privilege', () => {
  it.each([
    [
      'writes timelines',
      /PutItem actors-table/,
      ['streaming/record-actors', 'batch/gather-actors', 'provider/users'],
    ],
    ['writes the catalogue', /PutItem items-table/, ['provider/catalogue']],
    [
      'writes models',
      /PutItem models-table/,
      [
        'batch/gate-models',
        'batch/publish-model',
        'batch/count-popularity',
        'batch/count-fresh',
        'provider/admin',
      ],
    ],
    ['makes API keys', /PutItem keys-table$/, ['provider/issue-key']],
    ['puts events on the stream', /PutRecords ingest-stream/, ['provider/collect', 'provider/catalogue']],
    ['archives events', /PutObject archive-bucket\/events/, ['streaming/archive-events', 'provider/admin']],
    ['starts runs', /states:StartExecution/, ['batch/start-due', 'provider/admin']],
    ['deletes objects', /DeleteObject/, ['batch/gate-models', 'batch/count-popularity', 'batch/count-fresh']],
    ['stops runs', /states:StopExecution/, ['provider/admin']],
    [
      'reads the stream',
      /GetRecords/,
      ['streaming/record-actors', 'streaming/archive-events', 'streaming/index-items'],
    ],
    ['scans a table', /dynamodb:Scan items-table/, ['batch/learn-clusters', 'batch/reindex-items']],
    ['changes what pages show', /PutItem registry-table/, ['provider/admin']],
    [
      'reads what pages show',
      /GetItem registry-table/,
      [
        'batch/plan-replay',
        'provider/recommend',
        'provider/export-pages',
        'provider/replay-pages',
        'provider/admin',
        'provider/system',
      ],
    ],
    [
      'exports pages',
      /PutObject artefacts-bucket\/exports/,
      ['batch/finish-export', 'provider/export-pages'],
    ],
    ['keeps feeds', /PutItem feeds-table/, ['provider/recommend']],
    [
      'searches',
      /es:ESHttpPost .*jangteo-items\/_search/,
      ['provider/recommend', 'provider/export-pages', 'provider/replay-pages', 'provider/system'],
    ],
    [
      'changes the search index',
      /es:ESHttpPut/,
      [
        'streaming/index-items',
        'batch/count-popularity',
        'batch/plan-reindex',
        'batch/reindex-items',
        'batch/finish-reindex',
        'batch/start-due',
      ],
    ],
    ['asks how the search domain is', /es:DescribeDomainHealth/, ['batch/plan-reindex']],
  ] as const)('of all functions, %s only who must', (_, right, functions) => {
    expect(whoMay(right)).toEqual(functions);
  });

  it.each([
    ['scans another table', /dynamodb:Scan (?!items-table)/],
    ['changes the search domain', /es:(Create|Delete|Update|ESHttpDelete)/],
    ['changes infrastructure', /(Create|Delete|Update)(Table|Bucket|Stream|Function)/],
  ])('nobody %s', (_, right) => {
    expect(whoMay(right)).toEqual([]);
  });

  it('lets those who sign make a secret, but no API key', () => {
    const signing = whoMay(/PutItem keys-table when .*"dynamodb:LeadingKeys":\["secret#\*"\]/);
    expect(signing).toEqual(['provider/collect', 'provider/users', 'provider/recommend']);
  });

  it('lets whoever reads objects list them too: S3 answers "denied" for a missing one otherwise', () => {
    for (const bucket of ['archive', 'artefacts']) {
      expect(whoMay(new RegExp(`ListBucket ${bucket}-bucket$`))).toEqual(
        whoMay(new RegExp(`GetObject ${bucket}-bucket/`)),
      );
    }
  });

  it('leaves the recommendations nothing to write but a secret and feeds', () => {
    const writing = rightsOf(app, 'provider/recommend').filter((right) =>
      /Put|Update|Delete|Write/.test(right),
    );
    const others = writing.filter((right) => !right.endsWith(' feeds-table'));
    expect(others).toEqual([expect.stringMatching(/^dynamodb:PutItem keys-table when/)]);
  });
});
