import type { ApiContext, ApiRequest } from '../../runtime/api.ts';
import { userTokenOf } from '../../runtime/api.ts';
import { Problem, preview } from '../../runtime/problems.ts';

interface Asked {
  readonly userId?: string | undefined;
  readonly explain?: boolean | undefined;
}

/**
 * What a public key may ask: pages of nobody, of a cookie (whose id must be hard to guess), or of the user
 * whose token comes with it; no ledger, since it would show a shared cookie what its last user did.
 *
 * @throws Problem 403
 */
export async function checkAccess(request: ApiRequest, asked: Asked, context: ApiContext): Promise<void> {
  if (request.scope !== 'browser') return;
  if (asked.explain)
    throw new Problem(403, 'forbidden', 'explain: needs a key of scope server or admin, got true');
  if (asked.userId === undefined) return;
  const token = await userTokenOf(request, context);
  if (token.state === 'valid' && token.userId === asked.userId) return;
  const detail = `userId: needs a valid x-user-token for this user, got ${preview(asked.userId)}`;
  const headers =
    token.state === 'expired' || token.state === 'invalid' ? { 'x-user-token': token.state } : {};
  throw new Problem(403, 'user-not-verified', detail, { headers });
}
