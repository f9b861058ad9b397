import { itemFilter } from './step.ts';

/** Adult items are for who is declared an adult and asked for them: off for everybody else. */
export const adult = itemFilter('adult', (item, { viewer: { profile, preferences } }) => {
  if (!item.adult) return undefined;
  const allowed = profile.adult === true && preferences.showAdult === true;
  return allowed ? undefined : 'it is for adults who want such items';
});
