import { traitFilter } from './step.ts';

/** Categories that the viewer does not want. */
export const disliked = traitFilter('disliked', ({ categories }, { viewer: { preferences } }) => {
  const category = categories.find((name) => preferences.dislikedCategories?.includes(name));
  return category === undefined ? undefined : `the viewer dislikes ${category}`;
});
