package io.gatehouse.tests;

/** Where a key is presented by its holder. */
enum KeyDoor {
    API {
        @Override
        byte[] request(String baseUrl, String key, String header) {
            return RawClient.request(baseUrl, "GET", V1 + "/agents", "", "X-API-Key: " + key, header);
        }
    },
    FORWARD_AUTH {
        @Override
        byte[] request(String baseUrl, String key, String header) {
            return RawClient.request(baseUrl, "GET", V1 + "/api-keys/forward-auth", "", "X-API-Key: " + key, header);
        }
    },
    EXCHANGE {
        @Override
        byte[] request(String baseUrl, String key, String header) {
            return RawClient.request(
                    baseUrl,
                    "POST",
                    "/realms/demo/protocol/openid-connect/token",
                    "client_id=demo-api&client_secret=demo-api-secret&grant_type=" + KeyExchanges.GRANT_TYPE
                            + "&subject_token_type=" + KeyExchanges.KEY_TYPE + "&subject_token=" + key,
                    "Content-Type: application/x-www-form-urlencoded",
                    header);
        }
    };

    private static final String V1 = "/realms/demo/gatehouse/v1";

    abstract byte[] request(String baseUrl, String key, String header);
}
