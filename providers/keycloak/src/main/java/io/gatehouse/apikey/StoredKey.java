package io.gatehouse.apikey;

import io.gatehouse.core.key.Digest;

/** A key and the digest of its text, as the database and the cache hold it; never leaves this room. */
record StoredKey(ApiKey key, Digest digest) {
    /** Leaves the digest out. */
    @Override
    public String toString() {
        return "StoredKey[" + key.id() + "]";
    }
}
