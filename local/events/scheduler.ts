import type { Schedule } from './schedule.ts';

interface Entry {
  readonly schedule: Schedule;
  readonly fire: () => void;
}

const MINUTE = 60_000;
/** A timer takes no more. */
const LONGEST = 2 ** 31 - 1;

/** Fires schedules: rates every so often from the start on, cron expressions on the minute. */
export class Scheduler {
  private readonly entries: Entry[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();

  add(schedule: Schedule, fire: () => void): void {
    this.entries.push({ schedule, fire });
  }

  start(): void {
    for (const { schedule, fire } of this.entries) {
      if ('every' in schedule) this.timers.add(setInterval(fire, Math.min(LONGEST, schedule.every)));
      if ('at' in schedule) this.once(schedule.at.getTime(), fire);
    }
    if (this.entries.some(({ schedule }) => 'matches' in schedule)) this.everyMinute();
  }

  private once(at: number, fire: () => void): void {
    const wait = at - Date.now();
    if (wait < 0) return;
    const timer = setTimeout(() => (wait > LONGEST ? this.once(at, fire) : fire()), Math.min(LONGEST, wait));
    this.timers.add(timer);
  }

  private everyMinute(): void {
    const next = Math.floor(Date.now() / MINUTE) * MINUTE + MINUTE;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.everyMinute();
      for (const { schedule, fire } of this.entries) {
        if ('matches' in schedule && schedule.matches(new Date(next))) fire();
      }
    }, next - Date.now());
    this.timers.add(timer);
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }
}
