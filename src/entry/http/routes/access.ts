import { z } from "zod";
import {
  createdTokenSchema,
  createTokenSchema,
  meSchema,
  settingsSchema,
  tokenListSchema,
} from "../../../contract/api/access.ts";
import { auditPageSchema, auditQuerySchema } from "../../../contract/api/service-state.ts";
import { issueToken } from "../../../services/access/issue-token.ts";
import { listTokens } from "../../../services/access/list-tokens.ts";
import { revokeToken } from "../../../services/access/revoke-token.ts";
import { showMe } from "../../../services/access/show-me.ts";
import { showSettings } from "../../../services/access/show-settings.ts";
import type { Service } from "../../../services/service.ts";
import { showAudit } from "../../../services/show-audit.ts";
import type { ServiceApp } from "../service-app.ts";

const tags = ["access"];

/** Who may what, who did what, and how the service is set up. */
export function accessRoutes(app: ServiceApp, service: Service): void {
  app.get(
    "/me",
    {
      config: { permission: "read" },
      schema: { summary: "Who asks, and their roles", tags, response: { 200: meSchema } },
    },
    async (request) => showMe(request.principal),
  );

  app.get(
    "/tokens",
    {
      config: { permission: "manage-tokens" },
      schema: { summary: "Tokens that were given out, newest first", tags, response: { 200: tokenListSchema } },
    },
    async () => listTokens(service),
  );

  app.post(
    "/tokens",
    {
      config: { permission: "manage-tokens" },
      schema: {
        summary: "Give out a token",
        description: "The answer holds the token, this once. Without an end it holds for 90 days.",
        tags,
        body: createTokenSchema,
        response: { 201: createdTokenSchema },
      },
    },
    async (request, reply) => {
      const created = await issueToken(service, { ...request.body, actor: request.principal.name });
      return reply.code(201).header("cache-control", "no-store").send(created);
    },
  );

  app.delete(
    "/tokens/:id",
    {
      config: { permission: "manage-tokens" },
      schema: {
        summary: "Take a token back, at once and for good",
        tags,
        params: z.strictObject({ id: z.string().max(100) }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await revokeToken(service, { id: request.params.id, actor: request.principal.name });
      return reply.code(204).send(null);
    },
  );

  app.get(
    "/audit",
    {
      config: { permission: "read-audit" },
      schema: {
        summary: "Who did what, and what was decided, newest first",
        tags,
        querystring: auditQuerySchema,
        response: { 200: auditPageSchema },
      },
    },
    async (request) => {
      const { runId = null, limit } = request.query;
      const entries = await showAudit(service, { run: runId, limit });
      return { items: entries.map((entry) => ({ ...entry, reasons: [...entry.reasons] })) };
    },
  );

  app.get(
    "/settings",
    {
      config: { permission: "read" },
      schema: { summary: "How the service is set up, without secrets", tags, response: { 200: settingsSchema } },
    },
    async () => showSettings(service),
  );
}
