import { completeJourney } from './complete-journey.ts';
import { type Dataset, type DatasetSources, sourcesOf } from './dataset.ts';
import { onlineRetail } from './online-retail.ts';

/** Public data sets by the name that `jangteo import` knows them by. */
export const DATASETS = {
  'online-retail': onlineRetail,
  'complete-journey': completeJourney,
} as const satisfies Record<string, (path: string) => Dataset>;

/** @param path its folder, or its transactions file. @throws CliError when a file is missing or of another form */
export function openDataset(name: string, path: string): DatasetSources {
  return sourcesOf(name, DATASETS[name as keyof typeof DATASETS](path));
}
