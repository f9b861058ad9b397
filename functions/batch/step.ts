export { runStep, type StepOutcome } from '../runtime/step.ts';
