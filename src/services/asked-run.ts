import { askedRunSchema, type AskedRun } from "../contract/asked-run.ts";
import { PerfAgentError } from "../contract/errors.ts";
import type { RunFolder } from "../ports/run-folders.ts";
import type { Agent } from "./agent.ts";
import type { PreparedRun } from "./prepare-run.ts";
import { bundleFiles, readJson } from "./run-bundle.ts";
import type { StartRunRequest } from "./run-request.ts";

/** The request of a run as its folder keeps it. Relative paths are seen from where the agent was called, so they are made absolute. */
export function askedRunOf(
  agent: Pick<Agent, "documents">,
  request: StartRunRequest,
  { approvable }: Pick<PreparedRun, "approvable">,
): AskedRun {
  const full = (path: string): string => agent.documents.beside(".", path);
  const { policyFile, scriptDirectory } = request;
  return {
    schemaVersion: 1,
    purpose: request.purpose,
    planFile: full(request.planFile),
    sloFiles: request.sloFiles.map(full),
    policyFile: policyFile === null ? null : full(policyFile),
    environment: request.environment ?? null,
    overrides: [...request.overrides],
    baseUrl: request.baseUrl ?? null,
    scriptDirectory: scriptDirectory === null ? null : full(scriptDirectory),
    keepSamples: request.keepSamples,
    tags: { ...request.tags },
    approvable,
  };
}

/** The same as a request to be made again, with baselines to be frozen anew unless the caller says otherwise. */
export function requestAgain(asked: AskedRun): StartRunRequest {
  return {
    planFile: asked.planFile,
    sloFiles: asked.sloFiles,
    policyFile: asked.policyFile,
    environment: asked.environment ?? undefined,
    overrides: asked.overrides,
    baseUrl: asked.baseUrl ?? undefined,
    scriptDirectory: asked.scriptDirectory,
    keepSamples: asked.keepSamples,
    tags: asked.tags,
    inconclusiveAs: undefined,
    baselinesFile: null,
    baselineTags: {},
    purpose: asked.purpose,
    basis: null,
  };
}

/** Throws PA_RERUN_IMPOSSIBLE for runs that cannot be repeated: imported results, and runs of earlier versions. */
export async function readAskedRun(folder: RunFolder): Promise<AskedRun> {
  if (!(await folder.has(bundleFiles.request))) {
    throw PerfAgentError.of(
      "PA_RERUN_IMPOSSIBLE",
      `${folder.directory} does not keep how the run was asked for: there is no ${bundleFiles.request}`,
    );
  }
  return readJson(folder, bundleFiles.request, askedRunSchema);
}
