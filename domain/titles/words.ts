import { cleanTitle } from './clean.ts';

/**
 * What a title says. Details (quantities, sizes, colours) tell variants of one product apart, model numbers tell products apart.
 */
export interface TitleWords {
  /** What the thing is called, in the order of the title. */
  readonly names: readonly string[];
  readonly models: readonly string[];
  readonly details: readonly string[];
}

/** Letters first are longest first, so that 인치 is not 인. */
const LATIN_UNITS =
  'inch(?:es)?|pieces?|packs?|pairs?|count|pcs?|sets?|mah|lbs?|kwh?|mp|ml|cc|cl|kg|mg|gb|tb|mb|mm|cm|km|hz|ft|oz|ea|ct|g|l|m|w|v';
const KOREAN_UNITS =
  '인치|리터|미터|그램|킬로|개월|개입|매입|세트|박스|켤레|봉지|캡슐|인용|인분|개|매|팩|종|병|캔|장|인|호|단|구|평|봉|포|정|롤|색|세';
const NUMBER = String.raw`\d+(?:[.,]\d+)?`;
const QUANTITIES = new RegExp(
  [
    // 500ml, 2.5 kg, 24-70mm, 120x60cm, 14-inch, 10개입
    String.raw`${NUMBER}(?:\s*[~x×*+/-]\s*${NUMBER})*[\s-]*(?:(?:${LATIN_UNITS})(?![a-z0-9])|${KOREAN_UNITS})`,
    // 2+1, 120x60, 24~70
    String.raw`${NUMBER}(?:\s*[~x×*+]\s*${NUMBER})+(?![a-z0-9])`,
    // x 24개, x2, *24, #21, 2x, 50%, 27": x24 is as well a model number
    String.raw`[x×*#]\s?\d+\s?(?:${KOREAN_UNITS})`,
    String.raw`(?:[×*#]\s?\d+|x\s\d+|x\d)(?![a-z0-9])`,
    String.raw`\d+\s?(?:[×*%"”]|x(?![a-z0-9]))`,
    // Size 41, 사이즈 260, EU 41.5
    String.raw`(?:sizes?|사이즈|eu|uk)[\s:.]*${NUMBER}(?![a-z0-9])`,
    // set of 6
    String.raw`(?:sets?|packs?|box|pairs?) of ?(?:\d+|two|three|four|five|six|eight|ten|twelve)(?![a-z0-9])`,
    // A number that the title begins with counts something, or is a year
    String.raw`(?<=^[^\p{L}\p{N}]*)\d+(?=\s)`,
  ]
    .map((pattern) => `(?<![a-z0-9])${pattern}`)
    .join('|'),
  'gu',
);
/** A short number behind a model number: the colour of an article, as in AB123-02. */
const COLOUR_CODE = /(?<=[a-z]*\d[a-z\d]*)[-/]\d{1,2}(?![a-z\d])/gu;
const SIZES =
  /^(?:x{0,3}[sl]|m|[2-5]xl|free|small|medium|large|single|double|queen|king|프리|소형|중형|대형|싱글|더블|퀸|킹|스몰|미디움|라지)$/;
/** Korean clothes and shoes, and memory, are written without a unit. */
const BARE_SIZE =
  /^(?:44|55|66|77|88|8[05]|9[05]|1[0-2][05]|130|21[05]|2[2-9][05]|30[05]|310|32|64|128|256|512)$/;
const COLOURS = new Set(
  `black white navy beige red green blue sky pink grey gray brown khaki ivory silver gold purple violet yellow charcoal burgundy
  turquoise multicolour multicolor colour color
  블랙 화이트 네이비 베이지 레드 그린 블루 스카이 핑크 그레이 브라운 카키 아이보리 실버 골드 퍼플 바이올렛 옐로우 옐로 차콜 버건디 민트
  검정 검정색 검은색 흰색 하얀색 남색 빨강 빨간색 초록 초록색 파랑 파란색 하늘색 분홍 분홍색 회색 갈색 은색 금색 보라 보라색 노랑 노란색 색상 컬러`.split(
    /\s+/,
  ),
);

/** The words of a title by what they say. An empty title, or one of emoji alone, has none. */
export function titleWords(title: string): TitleWords {
  const details: string[] = [];
  const take = (found: string): string => {
    details.push(found.replace(/[\s"”-]+/g, ''));
    return ' ';
  };
  const rest = cleanTitle(title).replace(QUANTITIES, take).replace(COLOUR_CODE, take);
  const [names, models]: [string[], string[]] = [[], []];
  for (const word of split(rest)) {
    if (SIZES.test(word) || BARE_SIZE.test(word) || COLOURS.has(word)) details.push(word);
    else if (/\p{N}/u.test(word)) models.push(word);
    else names.push(word);
  }
  return { names, models, details };
}

/** Words of letters and digits. A long name and its number are two words (iphone13, 갤럭시23), a model number is one (wh-1000xm4). */
const split = (text: string): string[] =>
  text
    .replace(/(?<=[a-z])-(?=\d)|(?<=\d)-(?=[a-z])|(?<=\d)\.(?=\d)/gu, '')
    .replace(/(?<=[a-z]{3})(?=\d)|(?<=\d)(?=[a-z]{3})/gu, ' ')
    .replace(/(?<=[^\P{L}a-z])(?=[a-z\d])|(?<=[a-z\d])(?=[^\P{L}a-z])/gu, ' ')
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
