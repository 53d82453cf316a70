package io.gatehouse.core.token;

/** See {@link TokenSigner#ofEd25519}. */
record Ed25519TokenSigner(String keyId, Ed25519PrivateKey key) implements TokenSigner {
    @Override
    public String algorithm() {
        return AgentTokenParser.ALGORITHM;
    }

    @Override
    public String type() {
        return AgentTokenParser.TYPE;
    }

    @Override
    public byte[] sign(byte[] message) {
        return key.sign(message);
    }
}
