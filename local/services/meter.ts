/** Token buckets of records and bytes by key, each refilled over a second, as a Kinesis shard admits writes. */
export class Meter {
  private readonly buckets = new Map<string, { records: number; bytes: number; at: number }>();
  private readonly recordsPerSecond: number;
  private readonly bytesPerSecond: number;
  private readonly now: () => number;

  constructor(recordsPerSecond: number, bytesPerSecond: number, now: () => number = () => performance.now()) {
    this.recordsPerSecond = recordsPerSecond;
    this.bytesPerSecond = bytesPerSecond;
    this.now = now;
  }

  /** Whether a record of so many bytes may pass now; takes its tokens when it does. */
  admit(key: string, bytes: number): boolean {
    const bucket = this.refilled(key);
    if (bucket.records < 1 || bucket.bytes < bytes) return false;
    bucket.records -= 1;
    bucket.bytes -= bytes;
    return true;
  }

  private refilled(key: string) {
    const now = this.now();
    const bucket = this.buckets.get(key) ?? {
      records: this.recordsPerSecond,
      bytes: this.bytesPerSecond,
      at: now,
    };
    const seconds = (now - bucket.at) / 1000;
    bucket.records = Math.min(this.recordsPerSecond, bucket.records + seconds * this.recordsPerSecond);
    bucket.bytes = Math.min(this.bytesPerSecond, bucket.bytes + seconds * this.bytesPerSecond);
    bucket.at = now;
    this.buckets.set(key, bucket);
    return bucket;
  }
}
