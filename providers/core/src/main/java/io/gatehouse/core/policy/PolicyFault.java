package io.gatehouse.core.policy;

/**
 * What is wrong with a policy's rules.
 *
 * @param pointer JSON Pointer (RFC 6901) from the policy
 * @param code short machine-readable reason, such as {@code required}
 * @param detail one sentence that names the limit and the fix
 */
public record PolicyFault(String pointer, String code, String detail) {}
