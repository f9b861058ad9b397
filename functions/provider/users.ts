import type { z } from 'zod';
import type { PreferencesPatch, userTokenBody } from '../../contract/api/users.ts';
import type { Action, ActorState, Profile } from '../../domain/identity/actor.ts';
import { historyFor, readStates, type States, type Visitor } from '../../domain/identity/history.ts';
import { type ActorKey, cookieKey, userKey } from '../../domain/identity/owner.ts';
import { type ApiContext, type ApiReply, type ApiRequest, iso, type Operations, ok } from '../runtime/api.ts';
import { clusterModelReader } from '../runtime/cluster-model.ts';
import { clustersFor } from '../runtime/clusters.ts';
import { factsReader } from '../runtime/facts.ts';
import { Problem, preview, unavailable } from '../runtime/problems.ts';
import { makeUserToken, TOKEN_SECRET } from '../runtime/tokens.ts';
import { viewerOf } from '../runtime/viewer.ts';
import { eraseCookie, eraseUser, getReceipt } from './erasure.ts';

type Of<Params, Body = unknown> = ApiRequest<{ params: Params; query: unknown; body: Body }>;
type User = { userId: string };
type Cookie = { cookieId: string };

/** The function provider/users. */
export const users: Operations = {
  putUser,
  patchUserPreferences,
  patchCookiePreferences,
  getUser,
  getCookie,
  deleteUser: eraseUser,
  deleteCookie: eraseCookie,
  getReceipt,
  makeUserToken: makeToken,
};

async function putUser({ params, body }: Of<User, Profile>, { stores }: ApiContext): Promise<ApiReply> {
  await answered(stores.actors.putProfile(userKey(params.userId), body));
  return ok({ userId: params.userId, profile: body });
}

async function patchUserPreferences(request: Of<User, PreferencesPatch>, context: ApiContext) {
  return patch(userKey(request.params.userId), request.body, context);
}
async function patchCookiePreferences(request: Of<Cookie, PreferencesPatch>, context: ApiContext) {
  return patch(cookieKey(request.params.cookieId), request.body, context);
}

async function patch(actor: ActorKey, change: PreferencesPatch, { stores }: ApiContext): Promise<ApiReply> {
  return ok({ preferences: await answered(stores.actors.patchPreferences(actor, change)) });
}

async function getUser({ params, now }: Of<User>, context: ApiContext): Promise<ApiReply> {
  const { stores } = context;
  const states = await answered(readStates(params, stores.actors, now));
  const state = states.get(userKey(params.userId));
  const { shown } = historyFor(params, states, now);
  if (!state || (isEmpty(state) && shown.length === 0)) throw unknownActor('userId', params.userId);
  const { profile, preferences, cookies } = state;
  return ok({
    userId: params.userId,
    profile,
    preferences,
    clusters: await clustersOf(params, states, now, context),
    history: shown.map(entry).reverse(),
    cookies,
  });
}

async function getCookie({ params, now }: Of<Cookie>, context: ApiContext): Promise<ApiReply> {
  const key = cookieKey(params.cookieId);
  const state = (await answered(context.stores.actors.read([key]))).get(key);
  if (!state || isEmpty(state)) throw unknownActor('cookieId', params.cookieId);
  const links = state.links.map(({ userId, occurredAt }) => ({ userId, occurredAt }));
  const history = state.recent.map(entry).reverse();
  const clusters = await clustersOf(params, new Map([[key, { ...state, links: [] }]]), now, context);
  return ok({ ...params, preferences: state.preferences, clusters, history, links });
}

/** A cookie's clusters are made of what it did itself, not of the user it was last seen with. */
function clustersOf(visitor: Visitor, states: States, now: number, { stores, clock }: ApiContext) {
  const facts = factsReader(() => stores.items, clock);
  const model = clusterModelReader(() => stores.artefacts, clock);
  return answered(clustersFor({ viewer: viewerOf(visitor, states, now), now }, facts, model));
}

const isEmpty = (state: ActorState): boolean =>
  state.lastListedAt === undefined &&
  [state.recent, state.purchases, state.links, state.cookies, state.seen].every(
    (list) => list.length === 0,
  ) &&
  Object.keys({ ...state.profile, ...state.preferences }).length === 0;

const unknownActor = (field: string, got: string): Problem =>
  new Problem(404, 'unknown-actor', `${field}: nothing is known of it, got ${preview(got)}`);

/** What the caller may see of an action: not our own identity of it. */
function entry({ eventKey: _key, refundOf: _refund, ...shown }: Action) {
  return shown;
}

async function makeToken(
  { body, now }: Of<unknown, z.infer<typeof userTokenBody>>,
  context: ApiContext,
): Promise<ApiReply> {
  const until = now + body.expiresIn * 1000;
  const token = makeUserToken(await answered(context.secret(TOKEN_SECRET)), body.userId, until);
  return ok({ token, userId: body.userId, expiresAt: iso(until) });
}

const answered = <T>(work: Promise<T>): Promise<T> =>
  work.catch((cause) => {
    throw unavailable('store', cause);
  });
