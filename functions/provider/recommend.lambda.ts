import { apiContext } from '../runtime/api.ts';
import { httpFunction } from '../runtime/http.ts';
import { stores } from '../runtime/ports.ts';
import { recommend } from './recommend.ts';

export const handler = httpFunction('provider/recommend', recommend, apiContext(stores));
