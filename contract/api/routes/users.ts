import { z } from 'zod';
import { USER_EXAMPLES } from '../examples/users.ts';
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
  example: USER_EXAMPLES.erased,
  headers: { location: "the receipt's URL" },
};
const preferencesStored = {
  description: 'the preferences after it',
  schema: preferencesReply,
  example: USER_EXAMPLES.preferencesStored,
};
/** Profile and preferences share one row of 400 KB at most: each of its five lists comes in such a body. */
const maxBodyBytes = 64 * 1024;
const example = USER_EXAMPLES.preferences;
const ofUser = { userId: 'u1' };
const ofCookie = { cookieId: USER_EXAMPLES.cookie.cookieId };

export const USER_ROUTES: readonly Route[] = [
  {
    ...common,
    operationId: 'putUser',
    method: 'PUT',
    path: '/v1/users/{userId}',
    summary: "Write a user's profile",
    params: user,
    parameters: ofUser,
    body: profile,
    maxBodyBytes,
    example: USER_EXAMPLES.profile,
    replies: {
      200: {
        description: 'the profile as stored',
        schema: profileReply,
        example: USER_EXAMPLES.profileStored,
      },
    },
  },
  {
    ...common,
    operationId: 'patchUserPreferences',
    method: 'PATCH',
    path: '/v1/users/{userId}/preferences',
    summary: 'Change preferences; null removes one',
    params: user,
    parameters: ofUser,
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
    parameters: ofUser,
    replies: {
      200: {
        description: 'profile, preferences, recent history, cookies',
        schema: userReply,
        example: USER_EXAMPLES.user,
      },
    },
  },
  {
    ...common,
    operationId: 'deleteUser',
    method: 'DELETE',
    path: '/v1/users/{userId}',
    summary: 'Erase a user',
    params: user,
    parameters: ofUser,
    replies: { 202: erased },
  },
  {
    ...common,
    operationId: 'patchCookiePreferences',
    method: 'PATCH',
    path: '/v1/cookies/{cookieId}/preferences',
    summary: 'Change preferences of a cookie; null removes one',
    params: cookie,
    parameters: ofCookie,
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
    parameters: ofCookie,
    replies: {
      200: {
        description: 'preferences, recent history, links',
        schema: cookieReply,
        example: USER_EXAMPLES.cookie,
      },
    },
  },
  {
    ...common,
    operationId: 'deleteCookie',
    method: 'DELETE',
    path: '/v1/cookies/{cookieId}',
    summary: 'Erase a cookie',
    params: cookie,
    parameters: ofCookie,
    replies: { 202: erased },
  },
  {
    ...common,
    operationId: 'getReceipt',
    method: 'GET',
    path: '/v1/receipts/{receiptId}',
    summary: 'The receipt of an erasure',
    params: z.strictObject({ receiptId: id }),
    parameters: { receiptId: USER_EXAMPLES.receipt.receiptId },
    replies: {
      200: { description: 'what was removed where', schema: receipt, example: USER_EXAMPLES.receipt },
    },
  },
  {
    ...common,
    operationId: 'makeUserToken',
    method: 'POST',
    path: '/v1/user-tokens',
    summary: 'A short-lived token with which a browser speaks for this user',
    body: userTokenBody,
    example: USER_EXAMPLES.tokenFor,
    replies: {
      200: { description: 'send it as x-user-token', schema: userTokenReply, example: USER_EXAMPLES.token },
    },
  },
];
