import { apiContext } from '../runtime/api.ts';
import { httpFunction } from '../runtime/http.ts';
import { stores } from '../runtime/ports.ts';
import { admin } from './admin.ts';

export const handler = httpFunction('provider/admin', admin, apiContext(stores));
