import { Duration } from 'aws-cdk-lib';
import { JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';

/** Lambda itself, not our code, could not do it: 2+4+8+16+32+60 s = two minutes for it to recover. */
export const SERVICE_RETRY: RetryProps = {
  errors: [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.TooManyRequestsException',
  ],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 6,
  maxDelay: Duration.seconds(60),
  jitterStrategy: JitterType.FULL,
};

/**
 * Our code failed: once more after 3 s, for a store that hiccupped or a worker that was killed. The adapters
 * have retried inside already, and a refusal stays one, so more would only delay its words.
 */
export const STEP_RETRY: RetryProps = {
  errors: ['States.TaskFailed'],
  interval: Duration.seconds(3),
  maxAttempts: 1,
};

/** One of many parts: two more times, 3 + 6 s, since a single bad part would fail all the others' work. */
export const PART_RETRY: RetryProps = { ...STEP_RETRY, backoffRate: 2, maxAttempts: 2 };
