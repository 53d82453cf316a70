/**
 * Lets a Java service check Gatehouse tokens by itself, with the realm's public keys only; start at
 * {@link io.gatehouse.verifier.GatehouseTokenVerifier}. And lets anybody check an export of the audit log; start at
 * {@link io.gatehouse.verifier.AuditExportVerifier}.
 */
@NullMarked
package io.gatehouse.verifier;

import org.jspecify.annotations.NullMarked;
