import {
  isolationVariable,
  type Body,
  type Endpoint,
  type JsonTemplate,
  type Template,
  type TestPlan,
} from "../../contract/test-plan.ts";
import { requestedEndpoints } from "../../contract/requested-endpoints.ts";
import { listed, refusal, type GuardReason } from "./guard-reason.ts";

/**
 * Writing needs a way to tell the test's data from others': a declared isolation, and every writing endpoint that the plan requests
 * has to use it. A tenant or prefix is used by `{isolation}` in path, query, headers or body; a header is sent to the target by itself,
 * but not to another host, where the endpoint has to name it.
 */
export function judgeIsolation(plan: TestPlan): GuardReason[] {
  const { isolation } = plan;
  const used = new Set(usedEndpoints(plan));
  const writing = plan.endpoints.filter(({ name, writes }) => writes && used.has(name));
  if (writing.length === 0) return [];
  if (isolation === null)
    return [refused(`${subject(writing)}, and the plan does not say how its data are kept apart`)];
  const careless = writing.filter((endpoint) => !isIsolated(endpoint, isolation));
  if (careless.length === 0) return [];
  return [
    refused(
      isolation.kind === "header"
        ? `${subject(careless)} to another host without the isolation header ${isolation.name}, which is sent to the target alone: add it to the endpoint's headers, with {${isolationVariable}} as its value`
        : `${subject(careless)} without naming the ${isolation.kind} that keeps the test's data apart: put {${isolationVariable}} into path, query, headers or body`,
    ),
  ];
}

function refused(text: string): GuardReason {
  return refusal("isolation", "PA_GUARD_ISOLATION", text);
}

function subject(endpoints: readonly Endpoint[]): string {
  return `${listed(endpoints.map(({ name }) => name))} ${endpoints.length === 1 ? "writes" : "write"}`;
}

function isIsolated(endpoint: Endpoint, isolation: NonNullable<TestPlan["isolation"]>): boolean {
  if (isolation.kind !== "header") return templatesOf(endpoint).some(usesIsolation);
  if (endpoint.at === null) return true;
  const wanted = isolation.name.toLowerCase();
  const value = JSON.stringify(isolation.value);
  return endpoint.headers.some(
    ([name, template]) =>
      name.toLowerCase() === wanted && (JSON.stringify(template) === value || usesIsolation(template)),
  );
}

function usesIsolation(template: Template): boolean {
  return template.some((part) => typeof part !== "string" && part.ref === isolationVariable);
}

function templatesOf({ path, query, headers, body }: Endpoint): Template[] {
  return [path, ...[...query, ...headers].map(([, value]) => value), ...(body === null ? [] : templatesOfBody(body))];
}

function templatesOfBody(body: Body): Template[] {
  switch (body.kind) {
    case "json":
      return templatesOfJson(body.value);
    case "form":
      return body.fields.map(([, value]) => value);
    case "multipart":
      return body.parts.flatMap((part) => ("value" in part ? [part.value] : []));
    case "raw":
      return [body.text];
    default:
      // The query itself is never filled in.
      return body.variables === null ? [] : templatesOfJson(body.variables);
  }
}

function templatesOfJson(value: JsonTemplate): Template[] {
  if (value === null || typeof value !== "object") return [];
  if ("template" in value) return [value.template];
  return "array" in value
    ? value.array.flatMap((item) => templatesOfJson(item))
    : value.object.flatMap(([, item]) => templatesOfJson(item));
}

/** Every endpoint that the plan requests, from scenarios, log-ins, setup, teardown and the count of leftovers. */
function usedEndpoints(plan: TestPlan): string[] {
  const ofScenarios = plan.scenarios.flatMap(requestedEndpoints);
  const ofAuth = plan.auth.flatMap((auth) =>
    auth.kind === "login" ? [auth.login, ...(auth.refresh === null ? [] : [auth.refresh])] : [],
  );
  const check = plan.leftovers === null ? [] : [plan.leftovers.endpoint];
  return [...ofScenarios, ...ofAuth, ...plan.setup, ...plan.teardown, ...check];
}
