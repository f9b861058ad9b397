import { gunzipSync, gzipSync } from 'node:zlib';

/** Level 1: working files are read once or twice, and a third of the time buys all but a tenth of the size. */
const LEVEL = 1;

/** Compresses with no time or name inside, so that equal contents are equal files. */
export const gzip = (content: Uint8Array | string): Uint8Array => gzipSync(content, { level: LEVEL });
export const gunzip = (content: Uint8Array): Uint8Array => gunzipSync(content);
