import type { Stage } from './stages.ts';

/** 'record-actors' → 'RecordActors'. */
export const pascal = (name: string): string =>
  name.replace(/(?:^|[-_])(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The names of a stage's two stacks. */
export const dataStackName = (stage: Stage): string => `jangteo-${stage.name}-data`;
export const appStackName = (stage: Stage): string => `jangteo-${stage.name}-app`;
