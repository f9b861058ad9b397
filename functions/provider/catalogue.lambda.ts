import { apiContext } from '../runtime/api.ts';
import { httpFunction } from '../runtime/http.ts';
import { stores } from '../runtime/ports.ts';
import { catalogue } from './catalogue.ts';

export const handler = httpFunction('provider/catalogue', catalogue, apiContext(stores));
