import { localStorageColorSchemeManager, MantineProvider, Skeleton } from "@mantine/core";
import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import { Suspense } from "react";
import { useLocation } from "wouter";
import { useToken } from "../api/use-access.ts";
import { Toasts } from "../components/toasts.tsx";
import { theme, themeVariables } from "../theme/theme.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { LogIn } from "./log-in.tsx";
import { Routes } from "./routes.tsx";
import { Shell } from "./shell.tsx";

const colourSchemes = localStorageColorSchemeManager();

/** Everything that the browser shows. */
export function App({ queries }: { readonly queries: QueryClient }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={themeVariables}
      colorSchemeManager={colourSchemes}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queries}>
        <LoggedIn />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  );
}

function LoggedIn() {
  const token = useToken();
  const [path] = useLocation();
  if (token === null) return <LogIn />;
  return (
    <Shell>
      <ErrorBoundary path={path}>
        <Suspense fallback={<PageOnItsWay />}>
          <Routes />
        </Suspense>
      </ErrorBoundary>
    </Shell>
  );
}

function PageOnItsWay() {
  return (
    <div style={{ padding: "28px" }} aria-busy="true">
      <span className="unseen">Loading</span>
      <Skeleton height={26} width={240} mb={22} />
      <Skeleton height={120} radius="md" />
    </div>
  );
}
