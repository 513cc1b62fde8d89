import { QueryClient } from "@tanstack/react-query";
import { toApiProblem } from "./api-problem.ts";

/** What the service said is kept for as long as somebody looks at it; most of it changes seldom, and the browser asks by ETag. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: true,
        // What the service refuses it refuses again; only silence and overload pass.
        retry: (failures, error) => failures < 2 && isPassing(error),
      },
      mutations: { retry: false },
    },
  });
}

function isPassing(error: unknown): boolean {
  const { status, code } = toApiProblem(error);
  return code === "unreachable" || status === 429 || status === 503;
}
