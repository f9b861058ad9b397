import { expect } from 'vitest';
import type { TestApi } from './api.ts';

type Steps = readonly { readonly step: string }[];

/** Stores a document as an editor does, and waits until it serves. */
export async function store(api: TestApi, place: string, document: object): Promise<void> {
  const { status, body } = await api.admin('PUT', `/v1/registry/${place}`, document);
  expect({ status, body }).toMatchObject({ status: expect.toBeOneOf([200, 201]) });
  api.time.now += 60_000;
}

/** A document as it holds. */
export async function documentOf(api: TestApi, place: string) {
  return (await api.admin('GET', `/v1/registry/${place}`)).body.document;
}

/** Edits the steps of a provider, and waits until they serve. */
export async function changeSteps(api: TestApi, provider: string, edit: (steps: Steps) => Steps) {
  const document = await documentOf(api, `providers/${provider}`);
  await store(api, `providers/${provider}`, { ...document, steps: edit(document.steps) });
}

export const without =
  (...names: string[]) =>
  (steps: Steps): Steps =>
    steps.filter(({ step }) => !names.includes(step));
