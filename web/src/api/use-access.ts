import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import type { z } from "zod";
import {
  createdTokenSchema,
  type createTokenSchema,
  meSchema,
  settingsSchema,
  tokenListSchema,
} from "../../../src/contract/api/access.ts";
import { isPermitted, type Permission } from "../../../src/contract/api/roles.ts";
import { auditPageSchema } from "../../../src/contract/api/service-state.ts";
import { apiPath, callApi, callApiForNothing } from "./call-api.ts";
import { currentToken, onSessionChange } from "./session.ts";

/** Who asks, what they may, and what administers that. */

/** The token of this tab; null: logged out. */
export function useToken(): string | null {
  return useSyncExternalStore(onSessionChange, currentToken);
}

export function useMe() {
  const token = useToken();
  return useQuery({
    queryKey: ["me", token],
    enabled: token !== null,
    staleTime: 60_000,
    queryFn: ({ signal }) => callApi({ path: "/me", schema: meSchema, signal }),
  });
}

/** Whether the person may do it; false until that is known. The service decides by itself: this only spares people a refusal. */
export function useMay(permission: Permission): boolean {
  const { data } = useMe();
  return data !== undefined && isPermitted(data.roles, permission);
}

export function useTokens() {
  return useQuery({
    queryKey: ["tokens"],
    queryFn: ({ signal }) => callApi({ path: "/tokens", schema: tokenListSchema, signal }),
  });
}

export type NewToken = z.infer<typeof createTokenSchema>;

export function useCreateToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewToken) => callApi({ path: "/tokens", method: "POST", body, schema: createdTokenSchema }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

export function useRevokeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApiForNothing({ path: apiPath`/tokens/${id}`, method: "DELETE" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

export function useSettings() {
  return useQuery({
    queryKey: ["settings"],
    queryFn: ({ signal }) => callApi({ path: "/settings", schema: settingsSchema, signal }),
  });
}

/** What was done, newest first. */
export function useAudit(runId?: string, limit = 100) {
  return useQuery({
    queryKey: ["audit", runId ?? null, limit],
    queryFn: ({ signal }) => callApi({ path: "/audit", query: { runId, limit }, schema: auditPageSchema, signal }),
  });
}
