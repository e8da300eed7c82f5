// Sends a message and tells what became of it. Every path, member and answer is checked by the compiler against
// schema.d.ts, which is made from docs/openapi.yaml.
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

const [endpointId, order] = process.argv.slice(2);
const { HOOKBRIDGE_BASE_URL: baseUrl, HOOKBRIDGE_API_KEY: key } = process.env;
if (!baseUrl || !key || !endpointId || !order) {
  console.error("usage: HOOKBRIDGE_BASE_URL=… HOOKBRIDGE_API_KEY=… npm run send -- ENDPOINT ORDER");
  process.exit(2);
}

const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` } });

const sent = await client.POST("/v1/webhooks/send", {
  body: {
    endpoint_id: endpointId,
    payload: { event: "order.created", order: Number(order) },
    idempotency_key: `order-${order}-created`, // The same request once more is the same message.
  },
});
if (!sent.data) {
  console.error(`${sent.error.error.code}: ${sent.error.error.message}`);
  process.exit(1);
}

const id = sent.data.data.message_id;
const message = await client.GET("/v1/messages/{id}", { params: { path: { id } } });
console.log(id, message.data?.data.status);
