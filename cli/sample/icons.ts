/** One drawing for each group, as SVG inside a square of 100 by 100; it is filled by the item's colour. */
export const ICONS: ReadonlyMap<string, string> = new Map([
  ['women', "<path d='M42 18h16l4 20 14 42H24l14-42z'/>"],
  ['men', "<path d='M36 20l14 8 14-8 20 14-9 15-8-5v38H33V44l-8 5-9-15z'/>"],
  [
    'shoes',
    "<path d='M16 42c12 8 22 4 28-8l26 22c10 4 16 6 16 16H16z'/><rect x='16' y='75' width='70' height='6' rx='3'/>",
  ],
  [
    'bags',
    "<path d='M24 40h52l6 42H18z'/><path d='M36 46V34a14 14 0 0128 0v12' fill='none' stroke-width='6' stroke='#fff'/>",
  ],
  [
    'skincare',
    "<rect x='28' y='44' width='44' height='38' rx='9'/><rect x='32' y='26' width='36' height='14' rx='4'/>",
  ],
  ['makeup', "<rect x='38' y='48' width='24' height='36' rx='3'/><path d='M42 46V30l16-12v28z'/>"],
  [
    'phones',
    "<rect x='32' y='16' width='36' height='68' rx='7'/><circle cx='50' cy='76' r='3' fill='#fff'/>",
  ],
  ['computers', "<rect x='22' y='26' width='56' height='38' rx='4'/><path d='M12 70h76l-6 10H18z'/>"],
  [
    'audio',
    "<path d='M22 58a28 28 0 0156 0' fill='none' stroke-width='8' stroke='#fff'/><rect x='16' y='54' width='16' height='26' rx='7'/><rect x='68' y='54' width='16' height='26' rx='7'/>",
  ],
  [
    'cameras',
    "<path d='M16 34h18l6-10h20l6 10h18v44H16z'/><circle cx='50' cy='55' r='14' fill='#fff'/><circle cx='50' cy='55' r='8'/>",
  ],
  [
    'consoles',
    "<rect x='14' y='36' width='72' height='34' rx='17'/><path d='M30 47v12m-6-6h12' stroke='#fff' stroke-width='5'/><circle cx='68' cy='53' r='6' fill='#fff'/>",
  ],
  ['video-games', "<path d='M30 20h40v60H30z'/><path d='M42 36l20 14-20 14z' fill='#fff'/>"],
  [
    'boardgames',
    "<rect x='24' y='24' width='52' height='52' rx='9'/><g fill='#fff'><circle cx='38' cy='38' r='5'/><circle cx='62' cy='38' r='5'/><circle cx='50' cy='50' r='5'/><circle cx='38' cy='62' r='5'/><circle cx='62' cy='62' r='5'/></g>",
  ],
  [
    'furniture',
    "<path d='M24 34a8 8 0 018-8h36a8 8 0 018 8v16H24z'/><rect x='14' y='48' width='72' height='22' rx='8'/><path d='M22 70h8v10h-8zm48 0h8v10h-8z'/>",
  ],
  [
    'kitchen',
    "<rect x='24' y='42' width='52' height='34' rx='8'/><rect x='20' y='34' width='60' height='6' rx='3'/><circle cx='50' cy='29' r='5'/><path d='M12 50h10v6H12zm66 0h10v6H78z'/>",
  ],
  [
    'bedding',
    "<rect x='14' y='48' width='72' height='24' rx='6'/><rect x='20' y='34' width='26' height='16' rx='7'/><path d='M14 72h6v8h-6zm66 0h6v8h-6z'/>",
  ],
  ['camping', "<path d='M50 20l38 60H12z'/><path d='M50 44l14 36H36z' fill='#fff'/>"],
  [
    'cycling',
    "<g fill='none' stroke-width='6' stroke='#fff'><circle cx='28' cy='64' r='16'/><circle cx='72' cy='64' r='16'/><path d='M28 64l16-28h20l8 28M44 36l10 28H28'/></g>",
  ],
  [
    'fitness',
    "<path d='M30 46h40v8H30z'/><rect x='16' y='32' width='14' height='36' rx='5'/><rect x='70' y='32' width='14' height='36' rx='5'/>",
  ],
  [
    'toys',
    "<circle cx='34' cy='28' r='9'/><circle cx='66' cy='28' r='9'/><circle cx='50' cy='40' r='20'/><ellipse cx='50' cy='72' rx='22' ry='16'/>",
  ],
  ['baby', "<path d='M40 30h20v8l6 6v36a6 6 0 01-6 6H40a6 6 0 01-6-6V44l6-6z'/><path d='M44 16h12v12H44z'/>"],
  [
    'fiction',
    "<path d='M50 30c-10-8-24-8-34-4v48c10-4 24-4 34 4 10-8 24-8 34-4V26c-10-4-24-4-34 4z'/><path d='M50 30v48' stroke='#fff' stroke-width='3'/>",
  ],
  [
    'comics',
    "<path d='M18 24h64v42H50L36 82V66H18z'/><path d='M52 30l-12 18h10l-4 14 16-20H51z' fill='#fff'/>",
  ],
  ['learning', "<path d='M50 24l40 16-40 16-40-16z'/><path d='M28 52v16c10 10 34 10 44 0V52l-22 9z'/>"],
  [
    'dogs',
    "<path d='M26 26l14 8h20l14-8 4 28-14 26H36L22 54z'/><circle cx='42' cy='50' r='4' fill='#fff'/><circle cx='58' cy='50' r='4' fill='#fff'/>",
  ],
  [
    'cats',
    "<path d='M26 20l16 14h16l16-14v34a24 24 0 01-48 0z'/><circle cx='41' cy='50' r='4' fill='#fff'/><circle cx='59' cy='50' r='4' fill='#fff'/>",
  ],
  [
    'music',
    "<circle cx='40' cy='66' r='19'/><circle cx='53' cy='49' r='12'/><path d='M56 44l22-28 6 5-22 28z'/><circle cx='42' cy='64' r='6' fill='#fff'/>",
  ],
  [
    'plants',
    "<path d='M32 60h36l-5 24H37z'/><path d='M50 60C30 54 26 36 30 22c16 6 22 22 20 38zm0 0c-2-18 6-30 22-32 2 16-6 28-22 32z'/>",
  ],
  [
    'crafts',
    "<circle cx='50' cy='50' r='29'/><path d='M28 40c16 0 32 10 40 30M24 54c12 0 22 6 28 24M40 26c18 4 32 16 36 34' fill='none' stroke='#fff' stroke-width='4'/>",
  ],
  [
    'coffee-and-wine',
    "<path d='M22 38h48v22a20 20 0 01-20 20h-8a20 20 0 01-20-20z'/><path d='M70 44h8a9 9 0 010 18h-9' fill='none' stroke='#fff' stroke-width='5'/><path d='M36 18v12m12-12v12' stroke='#fff' stroke-width='4'/>",
  ],
]);
