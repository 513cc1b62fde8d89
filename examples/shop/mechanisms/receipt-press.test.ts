import { expect, it } from "vitest";
import { ReceiptPress } from "./receipt-press.ts";

const text = "one oak lamp, ".repeat(1000);

it("compresses", async () => {
  const press = new ReceiptPress();
  const bytes = await press.press(text, null);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(text.length / 10);
  expect(press.seen).toEqual({ receipts: 1, otherJobs: 0 });
});

it("waits while other jobs have all threads", async () => {
  const press = new ReceiptPress();
  const order: string[] = [];
  // Half a million iterations cannot be done in the time of the timer, on any machine.
  const receipt = press.press(text, 500_000).then(() => order.push("receipt"));
  await new Promise((resolve) => setTimeout(resolve, 20));
  order.push("timer");
  await receipt;
  expect(order).toEqual(["timer", "receipt"]);
  expect(press.seen).toEqual({ receipts: 1, otherJobs: 4 });
});
