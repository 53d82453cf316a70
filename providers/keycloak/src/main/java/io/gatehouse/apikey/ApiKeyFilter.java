package io.gatehouse.apikey;

import java.util.Optional;

/**
 * Which keys a list shows, within what its caller reaches.
 *
 * @param ownerId id of the owner, of whatever kind
 * @param search part of the name in any case, or the beginning of the prefix
 */
record ApiKeyFilter(Optional<ApiKeyStatus> status, Optional<String> ownerId, Optional<String> search) {}
