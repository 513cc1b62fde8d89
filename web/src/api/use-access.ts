import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { z } from "zod";
import {
  createdTokenSchema,
  createTokenSchema,
  meSchema,
  settingsSchema,
  tokenSchema,
} from "../../../src/contract/api/access.ts";
import { isPermitted, type Permission } from "../../../src/contract/api/roles.ts";
import { pageOf } from "../../../src/contract/api/page.ts";
import { auditDocumentSchema } from "../../../src/contract/review-documents.ts";
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

const tokensAnswerSchema = z.union([z.array(tokenSchema), pageOf(tokenSchema)]);

export function useTokens() {
  return useQuery({
    queryKey: ["tokens"],
    queryFn: async ({ signal }) => {
      const answer = await callApi({ path: "/tokens", schema: tokensAnswerSchema, signal });
      return "items" in answer ? answer.items : answer;
    },
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
    queryFn: ({ signal }) => callApi({ path: "/audit", query: { runId, limit }, schema: auditDocumentSchema, signal }),
  });
}
