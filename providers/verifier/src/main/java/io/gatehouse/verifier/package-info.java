/**
 * Lets a Java service check Gatehouse tokens by itself, with the realm's public keys only; start at
 * {@link io.gatehouse.verifier.GatehouseTokenVerifier}.
 */
@NullMarked
package io.gatehouse.verifier;

import org.jspecify.annotations.NullMarked;
