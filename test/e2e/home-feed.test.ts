import { homeFeedSuite } from './home-feed.suite.ts';

homeFeedSuite({ name: 'embedded search engine', start: async () => undefined });
