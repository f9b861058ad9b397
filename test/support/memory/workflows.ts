import type { Workflows } from '../../../domain/ports.ts';

interface StartedExecution {
  readonly job: string;
  readonly runId: string;
  readonly input: unknown;
  readonly executionArn: string;
}

export interface MemoryWorkflows extends Workflows {
  readonly started: StartedExecution[];
  readonly stopped: { readonly executionArn: string; readonly reason: string }[];
}

export function memoryWorkflows(): MemoryWorkflows {
  const started: StartedExecution[] = [];
  const stopped: { executionArn: string; reason: string }[] = [];
  return {
    started,
    stopped,
    async start(job, runId, input) {
      const executionArn = `arn:aws:states:us-east-1:000000000000:execution:${job}:${runId}`;
      if (!started.some((execution) => execution.executionArn === executionArn))
        started.push({ job, runId, input, executionArn });
      return { executionArn };
    },
    async stop(executionArn, reason) {
      stopped.push({ executionArn, reason });
    },
  };
}
