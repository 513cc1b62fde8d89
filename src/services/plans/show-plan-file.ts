import { PerfAgentError } from "../../contract/errors.ts";
import { loadPlan } from "../load-plan.ts";
import type { Service } from "../service.ts";
import { hideFolders } from "./hide-folder.ts";
import { knownPlan } from "./known-plan.ts";
import { planName, sloFolder } from "./plan-bundle.ts";
import { requestOfPlan } from "./request-of-plan.ts";

/**
 * A file that came with a plan: the plan itself, objectives under `slo/`, or what the plan names. Data with masked columns are given to
 * nobody but who handed them in. Throws PA_PLAN_NOT_FOUND where there is no such plan or file, PA_SECRET_FORBIDDEN for masked data, and
 * what keeps the plan from being understood any more.
 */
export async function showPlanFile(
  service: Service,
  input: { readonly planId: string; readonly path: string; readonly by: string },
): Promise<Uint8Array> {
  const { path, by } = input;
  const shelved = await knownPlan(service, input.planId);
  const request = await requestOfPlan(service, shelved);
  const hider = hideFolders([service.documents.beside(request.planFile, "."), service.dataDirectory]);
  return hider.during(async () => {
    const isOwn = path === planName || path.startsWith(`${sloFolder}/`);
    const { plan } = isOwn ? { plan: null } : await loadPlan(service, request);
    const named = plan === null ? [] : [...plan.data, ...plan.files].map((file) => file.path);
    const bytes = isOwn || named.includes(path) ? await service.documents.readInside(request.planFile, path) : null;
    if (bytes === null) throw PerfAgentError.of("PA_PLAN_NOT_FOUND", `the plan has no file ${path}`);
    const masked = (plan?.data ?? []).filter((set) => set.path === path).flatMap((set) => set.masked);
    if (masked.length > 0 && by !== shelved.author) {
      throw PerfAgentError.of(
        "PA_SECRET_FORBIDDEN",
        `${path} holds columns that the plan masks (${masked.join(", ")}); only ${shelved.author}, who handed it in, gets it`,
        { remedy: "Ask who handed the plan in." },
      );
    }
    return bytes;
  });
}
