/** Waits `ms`. Timers know whole milliseconds only: 6.4 is 6 or 7, drawn so that the mean is 6.4. Less than one may be no wait at all. */
export async function sleep(ms: number, random: () => number): Promise<void> {
  const whole = Math.floor(ms);
  const waitMs = random() < ms - whole ? whole + 1 : whole;
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
}
