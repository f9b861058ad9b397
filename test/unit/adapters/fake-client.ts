/** Stands in for an SDK client: answers each command's input, and remembers what it was sent. */
export function fakeClient<Client>(answer: (input: never, call: number) => unknown) {
  const sent: unknown[] = [];
  const send = async ({ input }: { input: unknown }) => {
    sent.push(input);
    return answer(input as never, sent.length);
  };
  return { client: { send } as unknown as Client, sent };
}

/** An error as the SDKs throw them. */
export const sdkError = (name: string, message = name): Error => Object.assign(new Error(message), { name });
