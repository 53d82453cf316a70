// An agent that knows the issuer, its id, its key and a user's token, and nothing of Gatehouse but names of parameters.
import * as client from "openid-client";

const { ISSUER, AGENT_ID, AGENT_JWK, USER_TOKEN } = process.env;
const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

const jwk = JSON.parse(AGENT_JWK);
const key = await crypto.subtle.importKey("jwk", jwk, { name: "Ed25519" }, false, ["sign"]);
const config = await client.discovery(
  new URL(ISSUER), AGENT_ID, undefined, client.PrivateKeyJwt({ key, kid: jwk.kid }),
  { execute: [client.allowInsecureRequests] }); // for a server on this machine

const result = {};
const own = await client.clientCredentialsGrant(config, { scope: "calendar.read" });
result.clientCredentials = own;

const proofs = client.getDPoPHandle(config, await client.randomDPoPKeyPair("Ed25519"));
result.bound = await client.clientCredentialsGrant(config, { scope: "calendar.read" }, { DPoP: proofs });

result.agentGrant = await client.genericGrantRequest(
  config, "urn:gatehouse:params:oauth:grant-type:agent", { scope: "calendar.read", audience: "demo-api", ttl: "60" });

if (USER_TOKEN) {
  result.exchanged = await client.genericGrantRequest(config, EXCHANGE, {
    subject_token: USER_TOKEN,
    subject_token_type: ACCESS_TOKEN,
    actor_token: own.access_token,
    actor_token_type: ACCESS_TOKEN,
    scope: "calendar.read",
  });
  result.exchangedIntrospected = await client.tokenIntrospection(config, result.exchanged.access_token);
}

result.introspected = await client.tokenIntrospection(config, own.access_token);
await client.tokenRevocation(config, own.access_token);
result.introspectedAfterRevocation = await client.tokenIntrospection(config, own.access_token);
try {
  await client.clientCredentialsGrant(config, { scope: "calendar.nothing" });
} catch (error) {
  result.refusal = error.error;
}
console.log(JSON.stringify(result));
