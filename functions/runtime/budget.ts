/** A read that took longer than a page can wait for it. */
export class OverBudgetError extends Error {
  readonly code = 'over-budget';
  constructor(what: string, budgetMs: number) {
    super(`${what} must answer within ${budgetMs} ms, and did not`);
  }
}

/** Waits for work no longer than its budget. The work itself goes on: its answer may help the next page. @throws OverBudgetError */
export async function within<T>(work: Promise<T>, budgetMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OverBudgetError(what, budgetMs)), budgetMs);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
