import { kmeans } from 'ml-kmeans';
import type { KMeans } from '../../domain/clusters/learn.ts';

/** It settles in ten to thirty; what moves after fifty is between groups that hardly differ. */
const MOST_ITERATIONS = 50;

/** Lloyd's iterations from given centres: nothing is drawn, so the same points end the same. A centre without points stays. */
export const kMeans: KMeans = (points, centres) => {
  const [data, initialization] = [points as number[][], centres as number[][]];
  return kmeans(data, centres.length, { initialization, maxIterations: MOST_ITERATIONS }).centroids;
};
