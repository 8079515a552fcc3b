// Starts the console in the language chosen last time.
import "@siyu/ui/ui.css";
import "@siyu/ui/list.css";
import "./console.css";
import "./pages.css";
import "./a11y.css";
import { restoreLocale } from "@siyu/i18n";
import { createRoot } from "react-dom/client";
import { Console } from "./Console.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
await restoreLocale();
createRoot(root).render(<Console />);
