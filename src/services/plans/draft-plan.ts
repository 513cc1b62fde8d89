import { PerfAgentError, type Mistake } from "../../contract/errors.ts";
import { filesOf } from "../../pipeline/plan/understand-plan.ts";
import { readSecrets, type LoadedPlan, type PlanRequest } from "../load-plan.ts";
import type { Service } from "../service.ts";
import { bundleDocuments } from "./bundle-documents.ts";
import { hideFolders, type FolderHider } from "./hide-folder.ts";
import { planName, type PlanBundle } from "./plan-bundle.ts";
import { planFileOf, policyFileOf } from "./plan-places.ts";

/** A plan that was handed in and is not kept yet. */
export interface DraftPlan {
  /** A service that finds the files of the draft where its request names them, though they are in memory. */
  readonly service: Service;
  readonly request: PlanRequest;
  /** Files of the bundle that the plan uses, the plan among them. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Of files that nothing uses, which are not kept. */
  readonly warnings: readonly Mistake[];
  readonly hider: FolderHider;
}

/** Puts a bundle into a folder that is not there. */
export async function draftPlan(service: Service, bundle: PlanBundle): Promise<DraftPlan> {
  const planFile = planFileOf(service, `.draft-${service.system.randomHex(16)}`);
  const named = new Set(filesOf(bundle.planText, planName, bundle.overrides));
  const unused = bundle.dataPaths.filter((path) => !named.has(path));
  const files = new Map([...bundle.files].filter(([path]) => !unused.includes(path)));
  return {
    service: { ...service, documents: bundleDocuments(service.documents, planFile, files) },
    request: {
      planFile,
      sloFiles: bundle.sloPaths.map((path) => service.documents.beside(planFile, path)),
      policyFile: await policyFileOf(service),
      environment: bundle.environment,
      overrides: bundle.overrides,
      baseUrl: undefined,
      scriptDirectory: null,
    },
    files,
    warnings: unused.map((path) => ({ code: "PA_PLAN_UNUSED", text: `the plan names no file ${path}` })),
    hider: hideFolders([service.documents.beside(planFile, "."), service.dataDirectory]),
  };
}

/** What would keep a run from its secrets, told when the plan is handed in and not only when it runs. */
export async function secretProblems(
  service: Pick<Service, "secrets">,
  { plan }: Pick<LoadedPlan, "plan">,
  planFile: string,
): Promise<readonly Mistake[]> {
  try {
    await readSecrets(service, plan, planFile);
    return [];
  } catch (error) {
    if (error instanceof PerfAgentError) return error.mistakes;
    throw error;
  }
}
