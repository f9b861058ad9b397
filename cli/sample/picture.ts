import { ICONS } from './icons.ts';

/** Colours that goods come in, as HSL of the drawing. */
export const COLOURS = [
  { name: 'black|블랙', hsl: '220 15% 22%' },
  { name: 'white|화이트', hsl: '40 30% 97%' },
  { name: 'navy|네이비', hsl: '222 55% 32%' },
  { name: 'beige|베이지', hsl: '36 45% 76%' },
  { name: 'red|레드', hsl: '2 70% 52%' },
  { name: 'green|그린', hsl: '150 40% 38%' },
  { name: 'sky|스카이', hsl: '203 75% 62%' },
  { name: 'pink|핑크', hsl: '342 75% 74%' },
  { name: 'grey|그레이', hsl: '215 8% 58%' },
] as const;

/**
 * A drawn picture of an item as a data URI: its group's drawing in its colour, on its department's ground.
 * @param hue of the department, degrees. @param turn of the ground, so that look-alikes differ a little
 */
export function pictureOf(groupSlug: string, hue: number, hsl: string, turn: number): string {
  const ground = (hue + (turn % 36) - 18 + 360) % 360;
  const stop = (offset: number, light: number, tilt: number) =>
    `<stop offset='${offset}' stop-color='hsl(${(ground + tilt) % 360} 62% ${light}%)'/>`;
  const svg = [
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100'>",
    `<defs><linearGradient id='g' gradientTransform='rotate(${20 + (turn % 50)})'>${stop(0, 88, 0)}${stop(1, 70, 28)}</linearGradient></defs>`,
    "<rect width='100' height='100' fill='url(#g)'/>",
    `<ellipse cx='50' cy='86' rx='34' ry='5' fill='hsl(${ground} 40% 45%)' opacity='.35'/>`,
    `<g fill='hsl(${hsl})' stroke-linecap='round'>${ICONS.get(groupSlug) ?? ''}</g></svg>`,
  ].join('');
  return `data:image/svg+xml,${svg.replace(/[%#<>]/g, encodeURIComponent)}`;
}
