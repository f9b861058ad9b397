/** Why an item is in a section, as an editor of the shop reads it: the codes that answers carry, with their texts. */
export const REASONS = {
  history: {
    en: 'goes with what the viewer looked at, put into the cart or bought',
    ko: '회원이 보거나 담거나 구매한 상품과 어울립니다',
  },
  'recently-viewed': { en: 'the viewer looked at it lately', ko: '회원이 최근에 본 상품입니다' },
  'bought-before': { en: 'the viewer bought it before', ko: '회원이 구매한 적이 있는 상품입니다' },
  'price-dropped': {
    en: 'the viewer liked it or put it into the cart, and its price fell since',
    ko: '회원이 찜하거나 담은 뒤 가격이 내린 상품입니다',
  },
  'back-in-stock': {
    en: 'the viewer liked it or put it into the cart, and it can be bought again',
    ko: '회원이 찜하거나 담은 상품이며 다시 구매할 수 있습니다',
  },
  'together-view': {
    en: 'others viewed it together with the item at hand',
    ko: '다른 회원들이 이 상품과 함께 본 상품입니다',
  },
  'together-buy': { en: 'the same people bought it', ko: '이 상품을 구매한 회원들이 구매한 상품입니다' },
  'together-basket': {
    en: 'others bought it in one order with the item at hand',
    ko: '다른 회원들이 한 번에 함께 주문한 상품입니다',
  },
  'together-view-buy': {
    en: 'others bought it after they had viewed the item at hand',
    ko: '이 상품을 본 회원들이 구매한 상품입니다',
  },
  'together-view-group': {
    en: 'viewed together with items like the one at hand',
    ko: '비슷한 상품과 함께 본 상품입니다',
  },
  'together-buy-group': {
    en: 'bought by people who bought items like the one at hand',
    ko: '비슷한 상품을 구매한 회원들이 구매한 상품입니다',
  },
  'together-basket-group': {
    en: 'bought in one order with items like the one at hand',
    ko: '비슷한 상품과 함께 주문한 상품입니다',
  },
  'together-view-buy-group': {
    en: 'bought after viewing items like the one at hand',
    ko: '비슷한 상품을 본 회원들이 구매한 상품입니다',
  },
  'popular-with-people-like-you': {
    en: 'popular with people like the viewer',
    ko: '비슷한 회원들에게 인기 있는 상품입니다',
  },
  popular: { en: 'popular with everybody', ko: '모두에게 인기 있는 상품입니다' },
  'popular-in-parent': {
    en: 'popular in the category above, for this one has few items',
    ko: '상품이 적은 카테고리여서 상위 카테고리의 인기 상품을 보여 드립니다',
  },
  trending: { en: 'more wanted now than in the last weeks', ko: '지난 몇 주보다 지금 더 찾는 상품입니다' },
  adopted: {
    en: 'people bought or viewed it for the first time in the last days',
    ko: '최근 며칠 사이 처음 구매하거나 본 회원이 많은 상품입니다',
  },
  'new-listing': { en: 'new, and not yet seen by many', ko: '새로 올라와 아직 많이 보이지 않은 상품입니다' },
  similar: { en: 'of the same kind and about the same price', ko: '종류와 가격이 비슷한 상품입니다' },
  'same-product': {
    en: 'the same product by another seller',
    ko: '다른 판매자가 파는 같은 상품입니다',
  },
  pinned: { en: 'an editor put it here', ko: '담당자가 고정한 상품입니다' },
  asked: {
    en: 'it is of the list that was to be ordered, and nothing speaks for it',
    ko: '정렬을 요청한 목록의 상품이며 따로 추천할 근거가 없습니다',
  },
} as const;

/** A code of REASONS, or that of a model of somebody's own. */
export type Reason = keyof typeof REASONS | `model-${string}`;

/** A reason in words. */
export function wordsOf(reason: Reason, locale: 'en' | 'ko'): string {
  if (Object.hasOwn(REASONS, reason)) return REASONS[reason as keyof typeof REASONS][locale];
  const model = reason.slice('model-'.length);
  return locale === 'ko' ? `모델 ${model}의 추천입니다` : `the model ${model} proposes it`;
}
