import { expect } from 'vitest';
import type { ProviderDocument } from '../../../../../domain/registry/documents.ts';
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

/** Edits a provider, and waits until that serves. */
export async function changeProvider(
  api: TestApi,
  name: string,
  edit: (document: ProviderDocument) => object,
): Promise<void> {
  await store(api, `providers/${name}`, edit(await documentOf(api, `providers/${name}`)));
}

/** Edits the steps of a provider, and waits until they serve. */
export const changeSteps = (api: TestApi, provider: string, edit: (steps: Steps) => Steps): Promise<void> =>
  changeProvider(api, provider, (document) => ({ ...document, steps: edit(document.steps) }));

export const without =
  (...names: string[]) =>
  (steps: Steps): Steps =>
    steps.filter(({ step }) => !names.includes(step));
