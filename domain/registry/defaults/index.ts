import cartPage from './pages/cart.json' with { type: 'json' };
import categoryPage from './pages/category.json' with { type: 'json' };
import homePage from './pages/home.json' with { type: 'json' };
import itemPage from './pages/item.json' with { type: 'json' };
import myPagePage from './pages/my-page.json' with { type: 'json' };
import becauseYouViewedProvider from './providers/because-you-viewed.json' with { type: 'json' };
import boughtAfterViewingProvider from './providers/bought-after-viewing.json' with { type: 'json' };
import boughtTogetherProvider from './providers/bought-together.json' with { type: 'json' };
import buyAgainProvider from './providers/buy-again.json' with { type: 'json' };
import categoryListingProvider from './providers/category-listing.json' with { type: 'json' };
import feedProvider from './providers/feed.json' with { type: 'json' };
import forYouProvider from './providers/for-you.json' with { type: 'json' };
import goesWithItProvider from './providers/goes-with-it.json' with { type: 'json' };
import newListingsProvider from './providers/new-listings.json' with { type: 'json' };
import popularWithPeopleLikeYouProvider from './providers/popular-with-people-like-you.json' with {
  type: 'json',
};
import priceDroppedProvider from './providers/price-dropped.json' with { type: 'json' };
import rankProvider from './providers/rank.json' with { type: 'json' };
import recentlyViewedProvider from './providers/recently-viewed.json' with { type: 'json' };
import sameProductProvider from './providers/same-product.json' with { type: 'json' };
import similarItemsProvider from './providers/similar-items.json' with { type: 'json' };
import trendingNowProvider from './providers/trending-now.json' with { type: 'json' };
import viewedTogetherProvider from './providers/viewed-together.json' with { type: 'json' };
import becauseYouViewedSection from './sections/because-you-viewed.json' with { type: 'json' };
import boughtAfterViewingSection from './sections/bought-after-viewing.json' with { type: 'json' };
import boughtTogetherSection from './sections/bought-together.json' with { type: 'json' };
import buyAgainSection from './sections/buy-again.json' with { type: 'json' };
import categoryListingSection from './sections/category-listing.json' with { type: 'json' };
import feedSection from './sections/feed.json' with { type: 'json' };
import forYouSection from './sections/for-you.json' with { type: 'json' };
import goesWithItSection from './sections/goes-with-it.json' with { type: 'json' };
import newListingsSection from './sections/new-listings.json' with { type: 'json' };
import popularWithPeopleLikeYouSection from './sections/popular-with-people-like-you.json' with {
  type: 'json',
};
import priceDroppedSection from './sections/price-dropped.json' with { type: 'json' };
import recentlyViewedSection from './sections/recently-viewed.json' with { type: 'json' };
import sameProductSection from './sections/same-product.json' with { type: 'json' };
import similarItemsSection from './sections/similar-items.json' with { type: 'json' };
import trendingNowSection from './sections/trending-now.json' with { type: 'json' };
import viewedTogetherSection from './sections/viewed-together.json' with { type: 'json' };

/** The documents that ship, a file each: what `jangteo registry pull` writes, and `push` reads, has the same form. */
export const DEFAULT_DOCUMENTS = {
  pages: [cartPage, categoryPage, homePage, itemPage, myPagePage],
  sections: [
    becauseYouViewedSection,
    boughtAfterViewingSection,
    boughtTogetherSection,
    buyAgainSection,
    categoryListingSection,
    feedSection,
    forYouSection,
    goesWithItSection,
    newListingsSection,
    popularWithPeopleLikeYouSection,
    priceDroppedSection,
    recentlyViewedSection,
    sameProductSection,
    similarItemsSection,
    trendingNowSection,
    viewedTogetherSection,
  ],
  providers: [
    becauseYouViewedProvider,
    boughtAfterViewingProvider,
    boughtTogetherProvider,
    buyAgainProvider,
    categoryListingProvider,
    feedProvider,
    forYouProvider,
    goesWithItProvider,
    newListingsProvider,
    popularWithPeopleLikeYouProvider,
    rankProvider,
    priceDroppedProvider,
    recentlyViewedProvider,
    sameProductProvider,
    similarItemsProvider,
    trendingNowProvider,
    viewedTogetherProvider,
  ],
  models: [],
  experiments: [],
};
