// How to send the first event, in the languages of those who will: ready to paste, the brand's own address inside.

export interface Snippet {
  key: "web" | "curl" | "python" | "mp";
  code: string;
}

/** Stands where the reader puts a key of their own: secrets are shown once, when they are made. */
export const KEY = { public: "YOUR_PUBLIC_KEY", secret: "YOUR_SECRET_KEY" } as const;

export const snippets = (host: string): Snippet[] => [
  { key: "web", code: web(host) },
  { key: "mp", code: miniProgram(host) },
  { key: "curl", code: curl(host) },
  { key: "python", code: python(host) },
];

const web = (host: string) => `<script>
  window.siyu = window.siyu || [];
  siyu.push(["track", "product_viewed", { sku: "TEA-01" }]);
</script>
<script async src="${host}/sdk/siyu.js" data-key="${KEY.public}"></script>`;

const miniProgram = (host: string) => `// app.js
const { siyu } = require("./siyu-mp.js"); // ${host}/sdk/siyu-mp.js

siyu.init({ key: "${KEY.public}", host: "${host}" });
siyu.track("product_viewed", { sku: "TEA-01" });`;

const curl = (host: string) => `curl ${host}/v1/track \\
  -u ${KEY.secret}: \\
  -H "Content-Type: application/json" \\
  -d '{
    "event": "product_viewed",
    "anonymousId": "visitor-1",
    "properties": { "sku": "TEA-01" }
  }'`;

const python = (host: string) => `from siyu.client import Client

client = Client("${host}", "${KEY.secret}")
client.track("product_viewed", {"sku": "TEA-01"}, anonymous_id="visitor-1")
client.close()`;
