import "./app/forbid-eval.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@mantine/core/styles.css";
import "./theme/tokens.css";
import "./theme/global.css";
import { createQueryClient } from "./api/query-client.ts";
import { logInFromAddress } from "./api/session.ts";
import { App } from "./app/app.tsx";

logInFromAddress();

const root = document.getElementById("root");
if (root === null) throw new Error("the document has no element #root");
createRoot(root).render(
  <StrictMode>
    <App queries={createQueryClient()} />
  </StrictMode>,
);
