import type { TableName } from '../contract/tables.ts';
import type { Stage } from './stages.ts';

/** What the data stack tells the app stack, through SSM parameters: no export ties the two together. */
export type SharedName =
  | `${TableName}-table`
  | 'archive-bucket'
  | 'artefacts-bucket'
  | 'ingest-stream-arn'
  // These only where the stage has search, the last only in a VPC.
  | 'search-endpoint'
  | 'search-domain'
  | 'search-arn'
  | 'search-security-group';

/** The parameter's name; the stage is in it, so that two stages live in one account. */
export const parameterName = (stage: Stage, name: SharedName): string => `/jangteo/${stage.name}/${name}`;
