import { z } from 'zod';
import { whyAgainst } from './rules.ts';
import { traitFilter } from './step.ts';

const names = z.array(z.string().min(1).max(128)).min(1).max(50);
const scalar = z.union([z.string().max(256), z.number(), z.boolean()]);
const rule = z
  .record(z.string().min(1).max(64), z.union([scalar, z.array(scalar).min(1).max(50)]))
  .refine((value) => Object.keys(value).length <= 20, 'must have at most 20 attributes');
const price = z.number().min(0).max(1e12);

/** What a section is for: items of categories, within prices, with attributes, or without them. */
export const attributes = traitFilter(
  'attributes',
  (item, _, { include, exclude, categories, excludeCategories, price }) =>
    whyAgainst(item, {
      categories,
      excludeCategories,
      price,
      attributes: include,
      excludeAttributes: exclude,
    }),
  {
    include: rule.optional(),
    exclude: rule.optional(),
    categories: names.optional(),
    excludeCategories: names.optional(),
    price: z.strictObject({ min: price.optional(), max: price.optional() }).optional(),
  },
);
