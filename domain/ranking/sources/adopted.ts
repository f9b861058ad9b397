import type { z } from 'zod';
import { ADOPTED } from '../../together/adopted.ts';
import { type Source, sourceSchema } from './source.ts';

const schema = sourceSchema('adopted', {});

/** What people took up lately, whom it was new to, as the together job counts it (domain/together/adopted.ts). */
export const adopted: Source<z.infer<typeof schema>> = {
  name: 'adopted',
  schema,
  rows: () => [{ kind: 'adopted', key: ADOPTED }],
  candidates: (_, { rows }) =>
    (rows.get('adopted', ADOPTED)?.items ?? []).map(([itemId, score]) => ({
      itemId,
      score,
      tier: 'popular',
      personal: false,
      reason: 'adopted',
    })),
};
