/** A stage without search, or a function without access to it: what asks for it can never work. */
export class NoSearchError extends Error {
  readonly code = 'no-search';
  constructor(what: string) {
    super(`this stage has no search (search: none), so there is nothing that ${what}`);
  }
}

/** A search port that must be there. @throws NoSearchError */
export function present<Port>(port: Port | undefined, what: string): Port {
  if (port === undefined) throw new NoSearchError(what);
  return port;
}

/** Whether a reason why the index did not take a document stays when it is tried again (ItemIndex.write). */
export const isRefusedForGood = (reason: string): boolean => reason.startsWith('invalid: ');
