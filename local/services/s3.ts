import { createRequire } from 'node:module';
import { Emulator } from './emulator.ts';

const require = createRequire(import.meta.url);

interface S3rver {
  callback(): ConstructorParameters<typeof Emulator>[0];
  on(event: 'error', listener: () => void): void;
  configureBuckets(): Promise<void>;
  _configureBuckets: { name: string; configs: string[] }[];
  store: { getBucket(name: string): Promise<unknown>; putBucket(name: string): Promise<unknown> };
  logger: { exceptions: { unhandle(): void }; close(): void };
}

/** s3rver over a folder; addressed by path, as SDKs do for endpoints that are IP addresses. */
export class S3Service {
  readonly emulator: Emulator;
  private readonly inner: S3rver;

  constructor(directory: string) {
    const Server = require('s3rver');
    this.inner = new Server({ directory, silent: true, vhostBuckets: false });
    this.inner.on('error', () => {});
    this.emulator = new Emulator(this.inner.callback());
  }

  /** Creates a bucket unless it is there, with its CORS rules as XML if it has any. */
  async createBucket(name: string, cors: string | undefined): Promise<void> {
    if (!(await this.inner.store.getBucket(name))) await this.inner.store.putBucket(name);
    if (cors === undefined) return;
    this.inner._configureBuckets = [{ name, configs: [cors] }];
    await this.inner.configureBuckets();
  }

  async stop(): Promise<void> {
    await this.emulator.stop();
    this.inner.logger.exceptions.unhandle();
    this.inner.logger.close();
  }
}
