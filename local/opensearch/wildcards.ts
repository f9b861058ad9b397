/** A name with `*` for any characters, as an expression; `behind` may follow it. */
export function wildcards(pattern: string, behind = ''): RegExp {
  const literal = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}${behind}$`, 'su');
}
