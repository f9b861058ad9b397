import { fromBase64Url, toBase64Url } from '../base64url.ts';
import { BANDS, NAMELESS, SKETCH_WORDS, type TitleSignature, titleSignature } from './signature.ts';

/**
 * Which way of making signatures an encoded one is of. Whoever changes what a title's signature is, in any file here, raises it: those that
 * are stored are then made anew, and never compared with others.
 */
const VERSION = 1;
const VERSION_BYTES = 1;
const KEY_BYTES = 3;
/** version, key, sketch, bands, then two bytes a model number: at most 108 bytes. */
const FIXED_BYTES = VERSION_BYTES + KEY_BYTES + 4 * SKETCH_WORDS + 2 * BANDS;

/** 1 byte, or from 100 to 108. */
const SHAPE = /^[\w-]{2}(?:[\w-]{132,142})?$/;

/** A signature as text to store: at most 144 characters of base64url. */
export function encodeSignature({ sketch, bands, models, key }: TitleSignature): string {
  if (!sketch) return toBase64Url(Uint8Array.of(VERSION));
  const bytes = new DataView(new ArrayBuffer(FIXED_BYTES + 2 * models.length));
  bytes.setUint32(0, (VERSION << 24) | key);
  let at = VERSION_BYTES + KEY_BYTES;
  for (const word of sketch) {
    bytes.setUint32(at, word);
    at += 4;
  }
  for (const short of [...bands, ...models]) {
    bytes.setUint16(at, short);
    at += 2;
  }
  return toBase64Url(new Uint8Array(bytes.buffer));
}

/** The signature that was encoded; undefined for none, for one of another version, and for what is none. */
export function decodeSignature(encoded: string | undefined): TitleSignature | undefined {
  if (encoded === undefined || !SHAPE.test(encoded) || encoded.length % 4 === 1) return undefined;
  const bytes = new DataView(fromBase64Url(encoded).buffer);
  if (bytes.getUint8(0) !== VERSION) return undefined;
  if (bytes.byteLength === VERSION_BYTES) return NAMELESS;
  const short = (place: number) => bytes.getUint16(VERSION_BYTES + KEY_BYTES + 4 * SKETCH_WORDS + 2 * place);
  return {
    sketch: Uint32Array.from({ length: SKETCH_WORDS }, (_, word) => bytes.getUint32(4 + 4 * word)),
    bands: Uint16Array.from({ length: BANDS }, (_, band) => short(band)),
    models: Array.from({ length: (bytes.byteLength - FIXED_BYTES) >> 1 }, (_, model) => short(BANDS + model)),
    key: bytes.getUint32(0) & 0xffffff,
  };
}

/** The encoded signature of a title to be stored: the former one where that is of the same title and of today's version. */
export function encodedFor(
  title: string,
  former: { readonly title?: string | undefined; readonly titleSignature?: string | undefined },
): string {
  const { titleSignature: stored } = former;
  const stands = former.title === title && decodeSignature(stored) !== undefined;
  return stands ? stored! : encodeSignature(titleSignature(title));
}
