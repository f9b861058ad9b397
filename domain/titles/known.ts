import { type TitleSignature, titleSignature } from './signature.ts';

/** Signatures that a process keeps: some 30 MB at most. */
const MOST = 50_000;
const known = new Map<string, TitleSignature>();

/** The signature of a title, made once a process: the same titles are asked for over and over. */
export function signatureOf(title: string): TitleSignature {
  const kept = known.get(title);
  if (kept) return kept;
  if (known.size >= MOST) known.delete(known.keys().next().value!);
  const made = titleSignature(title);
  known.set(title, made);
  return made;
}
