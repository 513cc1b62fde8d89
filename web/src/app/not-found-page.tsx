import { Link, useLocation } from "wouter";
import { EmptyState } from "../components/empty-state.tsx";
import { Page } from "../components/page.tsx";

export function NotFoundPage() {
  const [path] = useLocation();
  return (
    <Page title="Nothing is here">
      <EmptyState title="No page has this address">
        <p>
          <code>{path}</code> leads nowhere. See the <Link href="/runs">runs</Link> or the{" "}
          <Link href="/plans">plans</Link>.
        </p>
      </EmptyState>
    </Page>
  );
}
