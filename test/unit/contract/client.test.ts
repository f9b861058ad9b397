import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLIENT_FILE, clientSource } from '../../client/source.ts';

describe('the types of the client', () => {
  it('are those of the API as it is: run `npm run generate` when this fails', async () => {
    expect(readFileSync(CLIENT_FILE, 'utf8') === (await clientSource())).toBe(true);
  });

  it('are made of the document alone, so that making them again gives the same bytes', async () => {
    expect(await clientSource()).toBe(await clientSource());
  });
});
