import { describe, expect, it } from 'vitest';
import { startOptions } from '../../../cli/start/options.ts';

const search = (...args: string[]) => {
  const options = startOptions(args, {});
  return options === 'help' ? options : options.search;
};

describe('npm start --search', () => {
  it('is the embedded engine unless told otherwise', () => {
    expect(search()).toBe('embedded');
    expect(search('--search', 'none')).toBe('none');
    expect(search('--search', 'opensearch')).toBe('opensearch');
    expect(search('--search', 'http://127.0.0.1:9200')).toEqual(new URL('http://127.0.0.1:9200'));
  });

  it.each(['', 'elastic', 'ftp://x', '127.0.0.1:9200'])('refuses %j with what is allowed', (value) => {
    expect(() => search('--search', value)).toThrow(/embedded, opensearch, none, or the http\(s\) URL/);
  });
});
