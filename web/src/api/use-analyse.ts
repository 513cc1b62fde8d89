import { useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { acceptedJobSchema, type AnalyseRequest } from "../../../src/contract/api/runs.ts";
import { runDocumentSchema } from "../../../src/contract/run.ts";
import { callApi } from "./call-api.ts";

/** Judging anew, or results from elsewhere. What is long is answered with a job: see `useJob`. */

const answerSchema = z.union([acceptedJobSchema, runDocumentSchema]);
export type AnalyseAnswer = z.infer<typeof answerSchema>;

export interface ResultsToAnalyse {
  /** k6 CSV or JSON, JTL; plain or gzip. */
  readonly results: File;
  readonly slos: readonly File[];
  readonly service: string;
  /** Empty: not said. */
  readonly environment: string;
}

export function useAnalyseResults() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ results, slos, service, environment }: ResultsToAnalyse): Promise<AnalyseAnswer> => {
      const form = new FormData();
      form.append("service", service);
      if (environment !== "") form.append("environment", environment);
      for (const file of slos) form.append("slos", file);
      form.append("results", results);
      return callApi({ path: "/analyse", method: "POST", body: form, schema: answerSchema });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["runs"] }),
  });
}

export function useJudgeAgain() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: AnalyseRequest): Promise<AnalyseAnswer> =>
      callApi({ path: "/analyse", method: "POST", body, schema: answerSchema }),
    onSuccess: (_, { runId }) => queries.invalidateQueries({ queryKey: ["run", runId] }),
  });
}
