import type { z } from 'zod';

/** The API checks parameters before a run begins; a run begun by hand in the console gets its words here. */
export class InvalidParametersError extends Error {
  readonly code = 'invalid-parameters';
}

/** A run's parameters by its job's schema. @throws InvalidParametersError saying which and why */
export function parseParameters<T>(schema: z.ZodType<T>, parameters: unknown): T {
  const parsed = schema.safeParse(parameters);
  if (parsed.success) return parsed.data;
  const words = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new InvalidParametersError(`parameters cannot be used: ${words.join('; ')}`);
}
