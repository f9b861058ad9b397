import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export interface QueueMessage {
  readonly id: string;
  readonly sentAt: string;
  readonly body: string;
}

/** The most messages that a queue holds; older ones go first. */
const KEPT = 10_000;

/** An SQS queue that takes messages and shows them; kept in a file when there is a folder for state. */
export class Queue {
  readonly name: string;
  readonly arn: string;
  private readonly file: string | undefined;
  private kept: QueueMessage[];

  constructor(name: string, arn: string, file?: string) {
    this.name = name;
    this.arn = arn;
    this.file = file;
    this.kept = file !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  }

  send(body: string): QueueMessage {
    const message = { id: randomUUID(), sentAt: new Date().toISOString(), body };
    this.kept = [...this.kept, message].slice(-KEPT);
    this.save();
    return message;
  }

  messages(): readonly QueueMessage[] {
    return this.kept;
  }

  purge(): void {
    this.kept = [];
    this.save();
  }

  private save(): void {
    if (this.file !== undefined) writeFileSync(this.file, JSON.stringify(this.kept));
  }
}
