package io.gatehouse.testkit.run;

/**
 * What the demo's lines use. The secrets are shown once by the server and kept here for the next run.
 *
 * @param agentId the demo agent's id, its client id too
 * @param agentSecret the demo agent's secret
 * @param keyId the demo API key's id
 * @param key the demo API key itself
 */
record Seed(String agentId, String agentSecret, String keyId, String key) {
    @Override
    public String toString() {
        return "Seed[" + agentId + ", " + keyId + "]";
    }
}
