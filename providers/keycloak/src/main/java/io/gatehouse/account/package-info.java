/** Account: what a person sees and changes of the own account, over HTTP instead of Keycloak's pages. */
@NullMarked
package io.gatehouse.account;

import org.jspecify.annotations.NullMarked;
