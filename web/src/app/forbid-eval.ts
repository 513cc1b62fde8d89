import { z } from "zod";

// The policy of the page's content forbids to make code out of text, which would be quicker and is not needed here. Imported before anything
// that makes a schema: each decides for itself when it is made.
z.config({ jitless: true });
