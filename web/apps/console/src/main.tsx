// Starts the console in the language chosen last time.
import "@siyu/ui/styles.css";
import "./styles/shell.css";
import "./styles/narrow.css";
import "./styles/entry.css";
import "./styles/home.css";
import "./styles/customer.css";
import "./styles/identity.css";
import "./styles/imports.css";
import "./styles/settings.css";
import "./styles/events.css";
import "./styles/live.css";
import "./styles/plan.css";
import "./styles/properties.css";
import "./styles/ledger.css";
import "./styles/a11y.css";
import { restoreLocale } from "@siyu/i18n";
import { createRoot } from "react-dom/client";
import { Console } from "./Console.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
await restoreLocale();
createRoot(root).render(<Console />);
