/** What a model's scores were made of, where they are cosines: enough to tell the lift of a pair from its score and count. */
export interface Counted {
  /** N: actors or orders that were counted. */
  readonly units: number;
  /** What was added under the fraction. */
  readonly shrink: number;
}

type Figures = Readonly<Record<string, number>>;

/** The figures of a version that its readers need for lifts; none for a model whose parameters do not say that it is of cosines. */
export function countedFigures(parameters: Readonly<Record<string, unknown>> = {}): Figures {
  const { similarity, shrink, units } = parameters;
  const isCounted =
    similarity === 'cosine' &&
    typeof shrink === 'number' &&
    typeof units === 'number' &&
    shrink >= 0 &&
    units > 0;
  return isCounted ? { cosineUnits: units, cosineShrink: shrink } : {};
}

/** The same as a reader finds it among a version's figures. */
export const countedOf = ({ cosineUnits, cosineShrink }: Figures): Counted | undefined =>
  cosineUnits === undefined || cosineShrink === undefined
    ? undefined
    : { units: cosineUnits, shrink: cosineShrink };

/**
 * How much more often i and j met than chance would have it, from what a row holds of them:
 *
 *     score = c / (√(n_i·n_j) + shrink)   ⇒   lift = c·N / (n_i·n_j) = c·N / (c / score − shrink)²
 *
 * @returns undefined for what never met, and for a score that no counts give
 */
export function liftOf(score: number, count: number, { units, shrink }: Counted): number | undefined {
  const root = count / score - shrink;
  return count > 0 && score > 0 && root > 0 ? (count * units) / root ** 2 : undefined;
}
