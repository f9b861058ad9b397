import { type Event, PLATFORMS, type Platform, type Scope } from '../events/event.ts';
import type { Channel } from './parameters.ts';

/** Small numbers that stand for words in columns. 0 always means none of them. */
export const ACT = { other: 0, view: 1, purchase: 2, refund: 3 } as const;

export function actCode(type: Event['type']): number {
  return type === 'view' || type === 'purchase' || type === 'refund' ? ACT[type] : ACT.other;
}

/** In the order of their texts, so that the order of codes is that of eventKeys with equal eventIds. */
const SCOPES_IN_TEXT_ORDER: readonly Scope[] = ['admin', 'browser', 'server'];
export const SCOPE_COUNT = SCOPES_IN_TEXT_ORDER.length;
export const scopeCode = (scope: Scope): number => SCOPES_IN_TEXT_ORDER.indexOf(scope);

/** 0 without a platform, else 1 + its place among PLATFORMS. */
export const platformCode = (platform: Platform | undefined): number =>
  platform === undefined ? 0 : 1 + PLATFORMS.indexOf(platform);

export const CHANNEL = { none: 0, mobile: 1, web: 2 } as const;

/** Channel of a platform's code: mobile is ios, android and mweb. */
export function channelOfPlatform(code: number): number {
  if (code === 0) return CHANNEL.none;
  return PLATFORMS[code - 1] === 'web' ? CHANNEL.web : CHANNEL.mobile;
}

/** Whether an event of this channel code counts in `channel`: one without platform only in `all`. */
export const inChannel = (code: number, channel: Channel): boolean =>
  channel === 'all' || code === CHANNEL[channel];
