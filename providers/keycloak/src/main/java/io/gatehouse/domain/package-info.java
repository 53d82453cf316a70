/** Floor 3: domains that realm and organizations proved to be theirs, by a record in DNS. */
@NullMarked
package io.gatehouse.domain;

import org.jspecify.annotations.NullMarked;
