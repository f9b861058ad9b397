/** `npm run generate`: writes what is made from the API's description. A test says when it was forgotten. */
import { writeFileSync } from 'node:fs';
import { CLIENT_FILE, clientSource } from './source.ts';

writeFileSync(CLIENT_FILE, await clientSource());
