import { z } from 'zod';
import { id } from '../primitives.ts';
import { type Route, SERVER } from '../route.ts';
import {
  cookieReply,
  erasureReply,
  preferencesPatch,
  preferencesReply,
  profile,
  profileReply,
  receipt,
  userReply,
  userTokenBody,
  userTokenReply,
} from '../users.ts';

const common = { function: 'provider/users', scopes: SERVER, tag: 'users' } as const;
const user = z.strictObject({ userId: id });
const cookie = z.strictObject({ cookieId: id });
const erased = {
  description: 'erased; the receipt says what went where and when the last trace goes',
  schema: erasureReply,
  headers: { location: "the receipt's URL" },
};
const preferencesStored = { description: 'the preferences after it', schema: preferencesReply };
/** Profile and preferences share one row of 400 KB at most: each of its five lists comes in such a body. */
const maxBodyBytes = 64 * 1024;
const example = { dislikedCategories: ['games'], priceRange: { max: 100000 }, showAdult: null };

export const USER_ROUTES: readonly Route[] = [
  {
    ...common,
    operationId: 'putUser',
    method: 'PUT',
    path: '/v1/users/{userId}',
    summary: "Write a user's profile",
    params: user,
    body: profile,
    maxBodyBytes,
    example: { sex: 'female', birthYear: 1994, interests: ['fashion'] },
    replies: { 200: { description: 'the profile as stored', schema: profileReply } },
  },
  {
    ...common,
    operationId: 'patchUserPreferences',
    method: 'PATCH',
    path: '/v1/users/{userId}/preferences',
    summary: 'Change preferences; null removes one',
    params: user,
    body: preferencesPatch,
    maxBodyBytes,
    example,
    replies: { 200: preferencesStored },
  },
  {
    ...common,
    operationId: 'getUser',
    method: 'GET',
    path: '/v1/users/{userId}',
    summary: 'What is known of a user',
    params: user,
    replies: { 200: { description: 'profile, preferences, recent history, cookies', schema: userReply } },
  },
  {
    ...common,
    operationId: 'deleteUser',
    method: 'DELETE',
    path: '/v1/users/{userId}',
    summary: 'Erase a user',
    params: user,
    replies: { 202: erased },
  },
  {
    ...common,
    operationId: 'patchCookiePreferences',
    method: 'PATCH',
    path: '/v1/cookies/{cookieId}/preferences',
    summary: 'Change preferences of a cookie; null removes one',
    params: cookie,
    body: preferencesPatch,
    maxBodyBytes,
    example,
    replies: { 200: preferencesStored },
  },
  {
    ...common,
    operationId: 'getCookie',
    method: 'GET',
    path: '/v1/cookies/{cookieId}',
    summary: 'What is known of a cookie',
    params: cookie,
    replies: { 200: { description: 'preferences, recent history, links', schema: cookieReply } },
  },
  {
    ...common,
    operationId: 'deleteCookie',
    method: 'DELETE',
    path: '/v1/cookies/{cookieId}',
    summary: 'Erase a cookie',
    params: cookie,
    replies: { 202: erased },
  },
  {
    ...common,
    operationId: 'getReceipt',
    method: 'GET',
    path: '/v1/receipts/{receiptId}',
    summary: 'The receipt of an erasure',
    params: z.strictObject({ receiptId: id }),
    replies: { 200: { description: 'what was removed where', schema: receipt } },
  },
  {
    ...common,
    operationId: 'makeUserToken',
    method: 'POST',
    path: '/v1/user-tokens',
    summary: 'A short-lived token with which a browser speaks for this user',
    body: userTokenBody,
    example: { userId: 'u1', expiresIn: 3600 },
    replies: { 200: { description: 'send it as x-user-token', schema: userTokenReply } },
  },
];
