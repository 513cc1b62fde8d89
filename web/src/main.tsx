import "./app/forbid-eval.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@mantine/core/styles.css";
import "./theme/tokens.css";
import "./theme/global.css";
import { createQueryClient } from "./api/query-client.ts";
import { currentToken, logInFromAddress, onSessionChange } from "./api/session.ts";
import { App } from "./app/app.tsx";

logInFromAddress();
// A log-in link that is opened where the page stands already.
window.addEventListener("hashchange", logInFromAddress);

const queries = createQueryClient();
onSessionChange(() => {
  // Nothing that somebody saw is left for whoever comes next.
  if (currentToken() === null) queries.clear();
  else void queries.resetQueries();
});

const root = document.getElementById("root");
if (root === null) throw new Error("the document has no element #root");
createRoot(root).render(
  <StrictMode>
    <App queries={queries} />
  </StrictMode>,
);
