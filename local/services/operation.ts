/** An operation of a service that speaks AWS JSON. */
export type Operation = (input: Record<string, unknown>) => unknown | Promise<unknown>;

/** An answer that is an error in the service's own words. */
export class ServiceError extends Error {
  readonly status: number;
  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}
