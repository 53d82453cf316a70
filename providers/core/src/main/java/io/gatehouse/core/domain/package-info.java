/** Verified domains: names, refusals, challenges, and what the answers of resolvers prove. */
@NullMarked
package io.gatehouse.core.domain;

import org.jspecify.annotations.NullMarked;
