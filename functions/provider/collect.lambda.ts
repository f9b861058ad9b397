import { apiContext } from '../runtime/api.ts';
import { httpFunction } from '../runtime/http.ts';
import { stores } from '../runtime/ports.ts';
import { collect } from './collect.ts';

export const handler = httpFunction('provider/collect', collect, apiContext(stores));
