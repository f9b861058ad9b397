import { OpenSearchService, type SearchFault } from '../../../local/services/opensearch.ts';

/** The embedded engine in this process on a free port; with a folder its state is kept. */
export async function startEmbedded(directory?: string) {
  const service = new OpenSearchService(directory, undefined);
  await service.emulator.start();
  return {
    url: service.emulator.url,
    setFault: (fault: SearchFault | undefined) => {
      service.fault = fault;
    },
    stop: () => service.stop(),
  };
}
