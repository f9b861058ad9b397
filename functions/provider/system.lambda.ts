import { apiContext } from '../runtime/api.ts';
import { httpFunction } from '../runtime/http.ts';
import { stores } from '../runtime/ports.ts';
import { system } from './system.ts';

export const handler = httpFunction('provider/system', system, apiContext(stores));
