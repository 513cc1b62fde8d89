import type { BackOffice } from "./back-office.ts";
import type { StepEffect } from "./effects.ts";
import type { Answer } from "./handlers.ts";
import type { Service } from "./services.ts";

export interface ServiceRequest {
  readonly service: Service;
  /** The part of the path that varies. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** Takes the long way. */
  readonly long: boolean;
}

/** What a service answers: what its steps found out, or 404. */
export async function answerOf(request: ServiceRequest, office: BackOffice, effect: StepEffect): Promise<Answer> {
  const { service, long } = request;
  const wanted = service.parameter === null ? request.id : (request.query.get(service.parameter) ?? "");
  const number = service.known === null ? numberOf(wanted) : Number(wanted);
  if (!Number.isInteger(number) || number < 1 || number > (service.known ?? Infinity)) {
    return { status: 404, body: { error: "no such thing" } };
  }
  const steps = long ? [...service.steps, ...service.longSteps] : service.steps;
  return { status: 200, body: await office.work(number, steps, service.items, effect) };
}

/** A number from 1 for any text, the same for the same text. */
function numberOf(text: string): number {
  let number = 1;
  for (let index = 0; index < text.length; index++) number = (number * 31 + text.charCodeAt(index)) % 100_003;
  return number + 1;
}
