export interface Throttling {
  readonly burst: number;
  readonly rate: number;
}

/** A token bucket: `rate` requests a second, `burst` at once. */
export class TokenBucket {
  private tokens: number;
  private at: number;
  private readonly limits: Throttling;
  private readonly now: () => number;

  constructor(limits: Throttling, now: () => number = () => performance.now()) {
    this.limits = limits;
    this.now = now;
    this.tokens = limits.burst;
    this.at = now();
  }

  take(): boolean {
    const now = this.now();
    this.tokens = Math.min(this.limits.burst, this.tokens + ((now - this.at) / 1000) * this.limits.rate);
    this.at = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
