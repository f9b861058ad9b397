/** What the sample market trades in. Names are English|Korean. */
export interface Leaf {
  readonly slug: string;
  readonly name: string;
  /** Median price in KRW; prices spread log-normally around it. */
  readonly price: number;
  readonly nouns: readonly string[];
  /** Days after which one buys it again; absent for things that last. */
  readonly usedUpAfter?: number;
  readonly adult?: boolean;
}
export interface Group {
  readonly slug: string;
  readonly name: string;
  /** How much more than others women (above 1) or men (below 1) care for it. */
  readonly women: number;
  /** The age around which people care most. */
  readonly age: number;
  /** The group that is bought along with it. */
  readonly goesWith: string;
  readonly leaves: readonly Leaf[];
}
export interface Department {
  readonly slug: string;
  readonly name: string;
  /** Hue of its pictures, degrees. */
  readonly hue: number;
  readonly groups: readonly Group[];
}

const leaf = (slug: string, name: string, price: number, nouns: string, more: Partial<Leaf> = {}): Leaf => ({
  slug,
  name,
  price,
  nouns: nouns.split(', '),
  ...more,
});
const group = (
  slug: string,
  name: string,
  women: number,
  age: number,
  goesWith: string,
  ...leaves: Leaf[]
): Group => ({ slug, name, women, age, goesWith, leaves });

export const DEPARTMENTS: readonly Department[] = [
  {
    slug: 'fashion',
    name: 'Fashion|패션',
    hue: 335,
    groups: [
      group(
        'women',
        'Women|여성의류',
        9,
        29,
        'bags',
        leaf(
          'dresses',
          'Dresses|원피스',
          39_000,
          'linen dress|린넨 원피스, floral dress|꽃무늬 원피스, knit dress|니트 원피스',
        ),
        leaf(
          'knitwear',
          'Knitwear|니트',
          32_000,
          'cashmere cardigan|캐시미어 가디건, cable sweater|꽈배기 니트, knit vest|니트 조끼',
        ),
        leaf(
          'womens-coats',
          "Women's coats|여성 코트",
          98_000,
          'trench coat|트렌치코트, wool coat|울 코트, padded jacket|숏 패딩',
        ),
      ),
      group(
        'men',
        'Men|남성의류',
        0.15,
        31,
        'shoes',
        leaf(
          'shirts',
          'Shirts|셔츠',
          29_000,
          'oxford shirt|옥스포드 셔츠, flannel shirt|플란넬 셔츠, linen shirt|린넨 셔츠',
        ),
        leaf(
          'jackets',
          'Jackets|자켓',
          89_000,
          'denim jacket|데님 자켓, field jacket|야상 자켓, blazer|블레이저',
        ),
        leaf(
          'trousers',
          'Trousers|바지',
          36_000,
          'selvedge jeans|셀비지 청바지, cargo trousers|카고 팬츠, slacks|슬랙스',
        ),
      ),
      group(
        'shoes',
        'Shoes|신발',
        1,
        26,
        'bags',
        leaf(
          'sneakers',
          'Sneakers|스니커즈',
          79_000,
          'court sneakers|코트 스니커즈, running shoes|러닝화, canvas shoes|캔버스화',
        ),
        leaf(
          'boots',
          'Boots|부츠',
          110_000,
          'chelsea boots|첼시 부츠, hiking boots|등산화, ankle boots|앵클 부츠',
        ),
      ),
      group(
        'bags',
        'Bags|가방',
        3,
        30,
        'women',
        leaf(
          'backpacks',
          'Backpacks|백팩',
          59_000,
          'roll-top backpack|롤탑 백팩, daypack|데이팩, laptop backpack|노트북 백팩',
        ),
        leaf(
          'handbags',
          'Handbags|핸드백',
          120_000,
          'shoulder bag|숄더백, tote bag|토트백, crossbody bag|크로스백',
        ),
      ),
    ],
  },
  {
    slug: 'beauty',
    name: 'Beauty|뷰티',
    hue: 305,
    groups: [
      group(
        'skincare',
        'Skincare|스킨케어',
        5,
        33,
        'makeup',
        leaf(
          'creams',
          'Creams|크림',
          24_000,
          'barrier cream|장벽 크림, water gel|수분 젤, night cream|나이트 크림',
          { usedUpAfter: 30 },
        ),
        leaf(
          'sunscreens',
          'Sunscreens|선크림',
          16_000,
          'sun fluid|선 플루이드, sun stick|선스틱, tone-up cream|톤업 크림',
          { usedUpAfter: 25 },
        ),
      ),
      group(
        'makeup',
        'Make-up|메이크업',
        12,
        24,
        'skincare',
        leaf('lips', 'Lips|립', 18_000, 'velvet tint|벨벳 틴트, glow lipstick|글로우 립스틱, lip balm|립밤'),
        leaf(
          'cushions',
          'Cushions|쿠션',
          28_000,
          'matte cushion|매트 쿠션, glow cushion|글로우 쿠션, concealer|컨실러',
        ),
      ),
    ],
  },
  {
    slug: 'digital',
    name: 'Digital|디지털',
    hue: 215,
    groups: [
      group(
        'phones',
        'Phones|휴대폰',
        0.8,
        28,
        'audio',
        leaf(
          'smartphones',
          'Smartphones|스마트폰',
          480_000,
          'smartphone 128 GB|스마트폰 128GB, smartphone 256 GB|스마트폰 256GB, folding phone|폴더블폰',
        ),
        leaf(
          'phone-cases',
          'Phone cases|폰케이스',
          14_000,
          'clear case|투명 케이스, leather case|가죽 케이스, card case|카드 케이스',
        ),
      ),
      group(
        'computers',
        'Computers|컴퓨터',
        0.4,
        30,
        'audio',
        leaf(
          'laptops',
          'Laptops|노트북',
          890_000,
          '14-inch laptop|14인치 노트북, gaming laptop|게이밍 노트북, 2-in-1 laptop|투인원 노트북',
        ),
        leaf(
          'keyboards',
          'Keyboards|키보드',
          95_000,
          'mechanical keyboard|기계식 키보드, low-profile keyboard|로우프로파일 키보드, number pad|텐키 패드',
        ),
        leaf(
          'monitors',
          'Monitors|모니터',
          230_000,
          '27-inch monitor|27인치 모니터, ultrawide monitor|울트라와이드 모니터, portable monitor|포터블 모니터',
        ),
      ),
      group(
        'audio',
        'Audio|오디오',
        0.7,
        27,
        'phones',
        leaf(
          'headphones',
          'Headphones|헤드폰',
          180_000,
          'noise-cancelling headphones|노이즈캔슬링 헤드폰, studio headphones|스튜디오 헤드폰',
        ),
        leaf(
          'earbuds',
          'Earbuds|이어버드',
          89_000,
          'wireless earbuds|무선 이어폰, open earbuds|오픈형 이어폰, sport earbuds|스포츠 이어폰',
        ),
      ),
      group(
        'cameras',
        'Cameras|카메라',
        0.5,
        38,
        'computers',
        leaf(
          'camera-bodies',
          'Camera bodies|카메라 바디',
          760_000,
          'mirrorless camera|미러리스 카메라, compact camera|컴팩트 카메라, film camera|필름 카메라',
        ),
        leaf(
          'lenses',
          'Lenses|렌즈',
          390_000,
          '35 mm lens|35mm 렌즈, zoom lens|줌 렌즈, macro lens|매크로 렌즈',
        ),
        leaf(
          'tripods',
          'Tripods|삼각대',
          62_000,
          'travel tripod|여행용 삼각대, mini tripod|미니 삼각대, gimbal|짐벌',
        ),
      ),
    ],
  },
  {
    slug: 'games',
    name: 'Games|게임',
    hue: 265,
    groups: [
      group(
        'consoles',
        'Consoles|콘솔',
        0.3,
        27,
        'video-games',
        leaf(
          'game-consoles',
          'Game consoles|게임기',
          380_000,
          'home console|거치형 게임기, handheld console|휴대용 게임기, retro console|레트로 게임기',
        ),
        leaf(
          'controllers',
          'Controllers|컨트롤러',
          64_000,
          'pro controller|프로 컨트롤러, racing wheel|레이싱 휠, arcade stick|아케이드 스틱',
        ),
      ),
      group(
        'video-games',
        'Video games|게임 타이틀',
        0.4,
        24,
        'consoles',
        leaf(
          'adventures',
          'Adventures|어드벤처',
          49_000,
          'island adventure|섬 어드벤처, space odyssey|우주 오디세이, dragon quest tale|드래곤 이야기',
        ),
        leaf(
          'puzzles',
          'Puzzle games|퍼즐 게임',
          29_000,
          'block puzzle|블록 퍼즐, party pack|파티 팩, rhythm game|리듬 게임',
        ),
      ),
      group(
        'boardgames',
        'Board games|보드게임',
        1,
        33,
        'toys',
        leaf(
          'strategy-games',
          'Strategy|전략 보드게임',
          45_000,
          'trading game|무역 게임, castle builder|성 쌓기 게임, train routes|기차 노선 게임',
        ),
        leaf(
          'party-games',
          'Party games|파티 보드게임',
          24_000,
          'word game|낱말 게임, card game|카드 게임, bluffing game|블러핑 게임',
        ),
      ),
    ],
  },
  {
    slug: 'home',
    name: 'Home|홈',
    hue: 30,
    groups: [
      group(
        'furniture',
        'Furniture|가구',
        1.4,
        38,
        'bedding',
        leaf(
          'sofas',
          'Sofas|소파',
          290_000,
          'two-seat sofa|2인 소파, corner sofa|코너 소파, sofa bed|소파베드',
        ),
        leaf(
          'desks',
          'Desks|책상',
          140_000,
          'standing desk|모션 데스크, oak desk|원목 책상, folding table|접이식 테이블',
        ),
        leaf(
          'chairs',
          'Chairs|의자',
          92_000,
          'office chair|사무용 의자, lounge chair|라운지 체어, stool|스툴',
        ),
      ),
      group(
        'kitchen',
        'Kitchen|주방',
        2,
        42,
        'coffee-and-wine',
        leaf('cookware', 'Cookware|냄비·팬', 48_000, 'cast-iron pan|무쇠 팬, enamel pot|법랑 냄비, wok|웍'),
        leaf(
          'tableware',
          'Tableware|그릇',
          26_000,
          'ceramic bowl set|도자기 그릇 세트, celadon plate|청자 접시, mug pair|머그 2종',
        ),
      ),
      group(
        'bedding',
        'Bedding|침구',
        2,
        40,
        'furniture',
        leaf(
          'duvets',
          'Duvets|이불',
          69_000,
          'linen duvet|린넨 이불, down duvet|구스 이불, summer quilt|여름 이불',
        ),
        leaf(
          'pillows',
          'Pillows|베개',
          27_000,
          'memory pillow|메모리폼 베개, buckwheat pillow|메밀 베개, body pillow|바디필로우',
        ),
      ),
    ],
  },
  {
    slug: 'sports',
    name: 'Sports|스포츠',
    hue: 145,
    groups: [
      group(
        'camping',
        'Camping|캠핑',
        0.6,
        39,
        'cycling',
        leaf('tents', 'Tents|텐트', 210_000, 'dome tent|돔 텐트, tunnel tent|터널 텐트, tarp|타프'),
        leaf(
          'sleeping-bags',
          'Sleeping bags|침낭',
          88_000,
          'down sleeping bag|구스다운 침낭, summer sleeping bag|여름 침낭, air mat|에어매트',
        ),
        leaf('camp-stoves', 'Camp stoves|버너', 54_000, 'gas stove|가스 버너, fire pit|화로대, lantern|랜턴'),
      ),
      group(
        'cycling',
        'Cycling|자전거',
        0.4,
        41,
        'fitness',
        leaf(
          'bicycles',
          'Bicycles|자전거',
          420_000,
          'road bike|로드 자전거, folding bike|접이식 자전거, gravel bike|그래블 자전거',
        ),
        leaf(
          'cycling-gear',
          'Cycling gear|자전거 용품',
          39_000,
          'bike helmet|자전거 헬멧, bike light|자전거 라이트, jersey|저지',
        ),
      ),
      group(
        'fitness',
        'Fitness|피트니스',
        1.2,
        31,
        'shoes',
        leaf(
          'weights',
          'Weights|웨이트',
          46_000,
          'dumbbell set|덤벨 세트, kettlebell|케틀벨, pull-up bar|철봉',
        ),
        leaf('yoga', 'Yoga|요가', 28_000, 'yoga mat|요가 매트, foam roller|폼롤러, leggings|레깅스'),
      ),
    ],
  },
  {
    slug: 'kids',
    name: 'Kids|유아동',
    hue: 50,
    groups: [
      group(
        'toys',
        'Toys|장난감',
        1.6,
        36,
        'baby',
        leaf(
          'building-blocks',
          'Blocks|블록',
          42_000,
          'castle blocks|성 블록, train set|기차 세트, magnet tiles|자석 블록',
        ),
        leaf('dolls', 'Dolls|인형', 23_000, 'teddy bear|곰인형, doll house|인형의 집, rabbit doll|토끼 인형'),
      ),
      group(
        'baby',
        'Baby|육아',
        2.4,
        34,
        'toys',
        leaf(
          'diapers',
          'Diapers|기저귀',
          31_000,
          'band diapers|밴드 기저귀, pull-up diapers|팬티 기저귀, wet wipes|물티슈',
          { usedUpAfter: 12 },
        ),
        leaf(
          'strollers',
          'Strollers|유모차',
          260_000,
          'compact stroller|휴대용 유모차, car seat|카시트, baby carrier|아기띠',
        ),
      ),
    ],
  },
  {
    slug: 'books',
    name: 'Books|도서',
    hue: 190,
    groups: [
      group(
        'fiction',
        'Fiction|소설',
        1.8,
        37,
        'learning',
        leaf(
          'novels',
          'Novels|장편소설',
          13_000,
          'river novel|강가의 소설, winter novel|겨울 소설, harbour novel|항구 소설',
        ),
        leaf(
          'fantasy',
          'Fantasy|판타지',
          12_000,
          'moon fantasy|달의 판타지, sword fantasy|검의 판타지, academy fantasy|아카데미 판타지',
        ),
      ),
      group(
        'comics',
        'Comics|만화',
        0.8,
        22,
        'fiction',
        leaf(
          'webtoons',
          'Webtoon books|웹툰 단행본',
          15_000,
          'office webtoon|직장 웹툰, school webtoon|학원 웹툰, chef webtoon|요리 웹툰',
        ),
        leaf(
          'comic-sets',
          'Comic sets|만화 전집',
          58_000,
          'detective comics|탐정 만화 전집, football comics|축구 만화 전집, ninja comics|닌자 만화 전집',
        ),
      ),
      group(
        'learning',
        'Learning|학습',
        1,
        28,
        'fiction',
        leaf(
          'languages',
          'Languages|어학',
          17_000,
          'english grammar|영문법, japanese starter|일본어 첫걸음, toeic set|토익 세트',
        ),
        leaf(
          'programming',
          'Programming|프로그래밍',
          28_000,
          'typescript book|타입스크립트 책, algorithms book|알고리즘 책, data book|데이터 책',
        ),
      ),
    ],
  },
  {
    slug: 'pets',
    name: 'Pets|반려동물',
    hue: 95,
    groups: [
      group(
        'dogs',
        'Dogs|강아지',
        1.5,
        35,
        'cats',
        leaf(
          'dog-food',
          'Dog food|강아지 사료',
          34_000,
          'salmon kibble|연어 사료, duck kibble|오리 사료, dental chews|덴탈 껌',
          { usedUpAfter: 20 },
        ),
        leaf(
          'leashes',
          'Leashes|목줄·하네스',
          22_000,
          'harness|하네스, rope leash|로프 리드줄, dog raincoat|강아지 우비',
        ),
      ),
      group(
        'cats',
        'Cats|고양이',
        2,
        29,
        'dogs',
        leaf(
          'cat-food',
          'Cat food|고양이 사료',
          32_000,
          'tuna cans|참치 캔, chicken kibble|닭고기 사료, cat treats|고양이 간식',
          { usedUpAfter: 18 },
        ),
        leaf(
          'cat-trees',
          'Cat trees|캣타워',
          87_000,
          'cat tower|캣타워, scratching post|스크래처, cat tunnel|고양이 터널',
        ),
      ),
    ],
  },
  {
    slug: 'hobby',
    name: 'Hobby|취미',
    hue: 5,
    groups: [
      group(
        'music',
        'Music|악기',
        0.6,
        30,
        'audio',
        leaf(
          'guitars',
          'Guitars|기타',
          240_000,
          'acoustic guitar|통기타, electric guitar|일렉기타, ukulele|우쿨렐레',
        ),
        leaf(
          'guitar-gear',
          'Guitar gear|기타 용품',
          38_000,
          'guitar strings|기타줄, effects pedal|이펙터, capo|카포',
        ),
      ),
      group(
        'plants',
        'Plants|식물',
        2,
        46,
        'kitchen',
        leaf(
          'house-plants',
          'House plants|관엽식물',
          21_000,
          'monstera|몬스테라, olive tree|올리브나무, rubber plant|고무나무',
        ),
        leaf('pots', 'Pots|화분', 15_000, 'terracotta pot|토분, ceramic pot|도자기 화분, plant stand|화분대'),
      ),
      group(
        'crafts',
        'Crafts|공예',
        5,
        43,
        'plants',
        leaf(
          'yarn',
          'Yarn|뜨개실',
          12_000,
          'wool yarn|울 뜨개실, cotton yarn|면 뜨개실, knitting needles|대바늘',
          { usedUpAfter: 25 },
        ),
        leaf(
          'fabric',
          'Fabric|원단',
          16_000,
          'linen fabric|린넨 원단, cotton print|면 프린트 원단, quilting set|퀼트 세트',
        ),
      ),
    ],
  },
  {
    slug: 'food',
    name: 'Food|식품',
    hue: 75,
    groups: [
      group(
        'coffee-and-wine',
        'Coffee and wine|커피·와인',
        1,
        38,
        'kitchen',
        leaf(
          'coffee',
          'Coffee|커피',
          17_000,
          'single-origin beans|싱글오리진 원두, house blend|하우스 블렌드, drip bags|드립백',
          { usedUpAfter: 14 },
        ),
        leaf(
          'wine',
          'Wine|와인',
          33_000,
          'red wine|레드 와인, white wine|화이트 와인, sparkling wine|스파클링 와인',
          { adult: true, usedUpAfter: 21 },
        ),
      ),
    ],
  },
];
