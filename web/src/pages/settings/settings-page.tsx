import { Tabs } from "@mantine/core";
import { useLocation } from "wouter";
import { useMay, useMe } from "../../api/use-access.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { AuditPart } from "./audit-part.tsx";
import { EnvironmentsPart } from "./environments-part.tsx";
import { PolicyPart } from "./policy-part.tsx";
import { ServicePart } from "./service-part.tsx";
import { TokensPart } from "./tokens-part.tsx";

const parts = [
  { name: "environments", label: "Environments" },
  { name: "policy", label: "Policy" },
  { name: "tokens", label: "Tokens" },
  { name: "audit", label: "Audit log" },
  { name: "service", label: "Service" },
] as const;

/** How this service is set up, and who may do what. Each part has an address of its own. */
export function SettingsPage({ part }: { readonly part: string }) {
  const [, go] = useLocation();
  const { data: me } = useMe();
  const mayManage = useMay("manage-tokens");
  const mayAudit = useMay("read-audit");
  const shown = parts.find(({ name }) => name === part)?.name ?? "environments";
  return (
    <Page
      title="Settings"
      lead={
        me === undefined
          ? undefined
          : `You are ${me.name}, by ${me.by === "oidc" ? "single sign-on" : "a token"}, with ${me.roles.length === 1 ? "the role" : "the roles"} ${me.roles.join(", ")}.`
      }
    >
      <Tabs value={shown} onChange={(next) => go(`/settings/${next ?? "environments"}`)} keepMounted={false}>
        <Tabs.List mb="md">
          {parts.map(({ name, label }) => (
            <Tabs.Tab key={name} value={name}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="environments">
          <EnvironmentsPart />
        </Tabs.Panel>
        <Tabs.Panel value="policy">
          <PolicyPart />
        </Tabs.Panel>
        <Tabs.Panel value="tokens">{mayManage ? <TokensPart /> : <NotYours role="admin" what="Tokens" />}</Tabs.Panel>
        <Tabs.Panel value="audit">
          {mayAudit ? <AuditPart /> : <NotYours role="approver or admin" what="The audit log" />}
        </Tabs.Panel>
        <Tabs.Panel value="service">
          <ServicePart />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function NotYours({ role, what }: { readonly role: string; readonly what: string }) {
  return (
    <EmptyState title={`${what}: not for your roles`}>
      <p>It takes the role {role}. An administrator can make a token with it.</p>
    </EmptyState>
  );
}
