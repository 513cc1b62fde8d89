import { z } from "zod";
import { roleSchema } from "./roles.ts";

/** `GET /me` */
export const meSchema = z
  .strictObject({
    name: z.string(),
    roles: z.array(roleSchema),
    /** How they were recognised. */
    by: z.enum(["token", "oidc"]),
    expiresAt: z.number().nullable(),
  })
  .meta({ id: "Me" });
export type Me = z.infer<typeof meSchema>;

/** One line of `GET /tokens`; the token itself is shown once, when it is made. */
export const tokenSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    roles: z.array(roleSchema),
    createdBy: z.string(),
    createdAt: z.number(),
    expiresAt: z.number().nullable(),
    lastUsedAt: z.number().nullable(),
    revokedAt: z.number().nullable(),
  })
  .meta({ id: "Token" });
export type TokenResource = z.infer<typeof tokenSchema>;
export const tokenListSchema = z.strictObject({ items: z.array(tokenSchema) }).meta({ id: "TokenList" });
export const createTokenSchema = z
  .strictObject({
    /** Whose it is. No characters that cannot be seen: approvals and the audit log are told apart by it. */
    name: z
      .string()
      .min(1)
      .max(80)
      .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ._@+-]*[\p{L}\p{N}])?$/u, "letters, digits, spaces and . _ @ + -"),
    roles: z.array(roleSchema).min(1).max(5),
    /** Days; at most a year. */
    expiresInDays: z.number().int().min(1).max(366).optional(),
  })
  .meta({ id: "CreateToken" });
export const createdTokenSchema = z
  .strictObject({ token: z.string(), ...tokenSchema.shape })
  .meta({ id: "CreatedToken" });

/** `GET /settings`: everything that the page of settings shows; nothing in it is secret. */
export const settingsSchema = z
  .strictObject({
    version: z.string(),
    engine: z.strictObject({ name: z.string(), version: z.string() }).nullable(),
    dataDirectory: z.string(),
    listen: z.string(),
    oidc: z.strictObject({ issuer: z.string(), audience: z.string() }).nullable(),
    /** Name of each variable of configuration with its value, secret ones as "set" or "not set". */
    configuration: z.array(z.strictObject({ name: z.string(), value: z.string(), from: z.string() })),
    models: z.array(z.strictObject({ vendor: z.string(), state: z.enum(["set", "not set"]) })),
    telemetry: z.array(z.strictObject({ name: z.string(), state: z.enum(["set", "not set"]) })),
  })
  .meta({ id: "Settings" });
export type Settings = z.infer<typeof settingsSchema>;
