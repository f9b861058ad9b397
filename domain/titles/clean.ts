/** Characters of a title that count: what a buyer reads. Bounds time and size, however long a title is. */
const MOST = 512;

/** What sellers write around a name, and what says nothing of the product: delivery, condition, price, offers. */
const NOISE_KO =
  /무료\s*배송|무배|(?:당일|국내|로켓)\s*(?:배송|발송|출고)|오늘\s*출발|택배비?\s*포함|택포|새\s*상품|새\s*제품|미\s*개봉|미\s*사용|새것\s*같은|거의\s*새것|사용감\s*(?:적은|없는|있는)|박스\s*포함|풀\s*박스|초?특가|급처분?|급매|최저가|할인|세일|사은품|증정|쿠폰|한정\s*수량|정품|신상품?|팝니다|판매합니다|네고\s*(?:가능|불가)?/g;
const NOISE_EN =
  /\b(?:free (?:shipping|delivery)|fast (?:shipping|delivery)|brand new|like new|new arrivals?|best ?sellers?|(?:hot|quick|final|on) (?:sale|deal)|sale|special (?:offer|price)|clearance|in stock|authentic|genuine|unopened|(?:lightly |gently )?used|with box|mint condition|\d+ ?% off|must go|promo)\b/g;
/** Said of the condition where it stands alone in brackets only: *New Balance* is a name. */
const BRACKETED = /[[(<{]\s*(?:new|hot|best|event|추천|인기|이벤트|공식|중고|s급|a급)\s*[\])>}]/g;
const KEYCAP = /\d\ufe0f?\u20e3/g;
const ACCENTS = /[\u0300-\u036f]/g;

/**
 * A title as it is compared: NFKC, case folded, without accents and apostrophes, without what sellers write around a name
 * (*[무료배송]*, *(새상품)*, *free shipping*). Brackets and emoji are still in it: they separate words.
 */
export function cleanTitle(title: string): string {
  const text = title.slice(0, MOST).replace(KEYCAP, ' ').normalize('NFKC').slice(0, MOST);
  return fold(text).replace(BRACKETED, ' ').replace(NOISE_KO, ' ').replace(NOISE_EN, ' ');
}

/** By way of capitals, so that ß meets ss and ς meets σ. */
const fold = (text: string): string =>
  text
    .toUpperCase()
    .toLowerCase()
    .normalize('NFD')
    .replace(ACCENTS, '')
    .normalize('NFC')
    .replace(/['’`]/g, '');
