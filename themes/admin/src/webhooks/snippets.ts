const node = `// npm install standardwebhooks express
import express from "express";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.WEBHOOK_SECRET);
express().post("/hooks", express.raw({ type: "application/json" }), async (request, response) => {
  const event = webhook.verify(request.body, request.headers);   // throws when it is not ours, changed or old
  await store(request.headers["webhook-id"], event);             // yours: do nothing for an id that you have already
  response.sendStatus(204);
}).listen(8000);
`;

const python = `# Needs nothing but Python 3.9 or later.
import base64, hashlib, hmac, json, os, time

KEY = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))

def verify(body, headers):
    message_id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(timestamp)) > 300:
        raise ValueError("too old")
    digest = hmac.new(KEY, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(digest)
    if not any(hmac.compare_digest(expected, one.encode()) for one in headers["webhook-signature"].split(" ")):
        raise ValueError("not signed by our secret")
    return json.loads(body)
`;

const java = `// com.standardwebhooks:standardwebhooks
import com.standardwebhooks.Webhook;

Webhook webhook = new Webhook(System.getenv("WEBHOOK_SECRET"));

void receive(String body, Map<String, List<String>> headers) throws Exception {
    webhook.verify(body, headers);        // throws WebhookVerificationException
    store(headers.get("webhook-id").get(0), body);   // yours; then answer 204
}
`;

const openssl = `# body.json: the body, byte for byte as it came. The headers: WEBHOOK_ID, WEBHOOK_TIMESTAMP, WEBHOOK_SIGNATURE.
KEY=$(printf '%s' "\${WEBHOOK_SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')
EXPECTED="v1,$( (printf '%s.%s.' "$WEBHOOK_ID" "$WEBHOOK_TIMESTAMP"; cat body.json) \\
  | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | openssl base64 -A)"
case " $WEBHOOK_SIGNATURE " in *" $EXPECTED "*) echo "signed by our secret" ;; *) echo "NOT OURS"; exit 1 ;; esac
`;

/** The same check in several languages, as docs/guide/webhooks.md has it. */
export const snippets = { Node: node, Python: python, Java: java, OpenSSL: openssl } as const;

export type Language = keyof typeof snippets;
