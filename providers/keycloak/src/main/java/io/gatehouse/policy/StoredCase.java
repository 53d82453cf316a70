package io.gatehouse.policy;

import io.gatehouse.core.policy.PolicyCase;
import java.util.Map;

/**
 * A test of a policy, kept beside it.
 *
 * @param id UUIDv7
 * @param policyId whose test it is
 * @param name 1 to {@value #MAX_NAME_LENGTH} characters
 * @param content the request and what is expected, as they came
 * @param test the same, ready to be run
 * @param createdAtMs when it was made
 */
record StoredCase(
        String id, String policyId, String name, Map<String, Object> content, PolicyCase test, long createdAtMs) {
    /** Longest name, in characters. */
    static final int MAX_NAME_LENGTH = 100;

    /** Most tests of a policy. */
    static final int MAX_PER_POLICY = 50;
}
