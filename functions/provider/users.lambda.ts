import { apiContext } from '../runtime/api.ts';
import { httpFunction } from '../runtime/http.ts';
import { stores } from '../runtime/ports.ts';
import { users } from './users.ts';

export const handler = httpFunction('provider/users', users, apiContext(stores));
