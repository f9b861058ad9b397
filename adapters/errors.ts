/** What an adapter could not do. `code` is stable; the words say what, the value got, and what is allowed. */
export class AdapterError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** True when an SDK error has one of these names, e.g. ConditionalCheckFailedException. */
export const isNamed = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name);
