/** Tests of what decodes pictures, without a server. */
@NullMarked
package io.gatehouse.account;

import org.jspecify.annotations.NullMarked;
