import type { Route } from './route.ts';
import { ADMIN_ROUTES } from './routes/admin.ts';
import { EVENT_ROUTES } from './routes/events.ts';
import { ITEM_ROUTES } from './routes/items.ts';
import { RECOMMEND_ROUTES } from './routes/recommend.ts';
import { REGISTRY_ROUTES } from './routes/registry.ts';
import { SYSTEM_ROUTES } from './routes/system.ts';
import { USER_ROUTES } from './routes/users.ts';

/** Every route of the HTTP API: API Gateway's routes, the validation and OpenAPI are made from this list. */
export const ROUTES: readonly Route[] = [
  ...SYSTEM_ROUTES,
  ...EVENT_ROUTES,
  ...ITEM_ROUTES,
  ...USER_ROUTES,
  ...RECOMMEND_ROUTES,
  ...ADMIN_ROUTES,
  ...REGISTRY_ROUTES,
];
