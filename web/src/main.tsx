import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { z } from "zod";
import "@mantine/core/styles.css";
import "./theme/tokens.css";
import "./theme/global.css";
import { createQueryClient } from "./api/query-client.ts";
import { logInFromAddress } from "./api/session.ts";
import { App } from "./app/app.tsx";

// The policy of the page's content forbids to make code out of text, which would be quicker and is not needed here.
z.config({ jitless: true });
logInFromAddress();

const root = document.getElementById("root");
if (root === null) throw new Error("the document has no element #root");
createRoot(root).render(
  <StrictMode>
    <App queries={createQueryClient()} />
  </StrictMode>,
);
